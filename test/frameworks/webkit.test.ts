import { driveApplications } from './drive.ts';

driveApplications('webkit');
