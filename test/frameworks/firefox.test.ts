import { driveApplications } from './drive.ts';

driveApplications('firefox');
