/** The browser that the doctor drives in these tests: one of the machine, as on the machines of those who call it. */
import { findProgram } from '../tools/program.ts';

const CHROMIUM = findProgram(
  'chromium',
  'chromium-browser',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
);

if (CHROMIUM !== undefined) process.env['CHROME_PATH'] = CHROMIUM;

/** A test's reason to be skipped. */
export const whyNoBrowser = CHROMIUM === undefined && 'no chromium, chromium-browser or google-chrome on this machine';
