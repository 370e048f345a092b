/** What the builds and the browser tests of the applications of `demo/apps` found: by row, whether it passed. */
import { ResultsFolder } from './results.ts';

export const APP_RESULTS = new ResultsFolder<Readonly<Record<string, boolean>>>('apps/results');
