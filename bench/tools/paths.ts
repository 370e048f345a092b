/** The paths of the measured files and of the results. */
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
export const DROP_IN = join(ROOT, 'dist/scalekit-admin-portal.min.js');
export const ENTRY = join(ROOT, 'dist/index.js');
export const RESULTS = join(ROOT, '.tmp/bench');
