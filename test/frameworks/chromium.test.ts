import { driveApplications } from './drive.ts';

driveApplications('chromium');
