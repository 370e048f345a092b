/** Runs the doctor in this process, as its command does. */
import { join } from 'node:path';
import { readCall } from '../../doctor/call.ts';
import { diagnose, type Diagnosis } from '../../doctor/diagnose.ts';
import { redactorFor } from '../../doctor/redactor.ts';
import { jsonReport, textReport } from '../../doctor/report.ts';

export interface Examination {
  readonly diagnosis: Diagnosis;
  readonly text: string;
  readonly json: string;
  readonly announced: readonly string[];
  readonly redact: (text: string) => string;
}

/** This project has Playwright and Puppeteer. */
const FOLDER = join(import.meta.dirname, '../..');

export async function examine(
  args: readonly string[],
  { folder = FOLDER, planted = [] }: { folder?: string; planted?: readonly string[] } = {},
): Promise<Examination> {
  const call = await readCall(['doctor', ...args], { environment: {}, readInput: async () => '' });
  if (typeof call === 'string') throw new Error(call);
  const announced: string[] = [];
  const diagnosis = settled(await diagnose(call, { announce: (line) => announced.push(line), folder }), planted);
  const redact = redactorFor(call, diagnosis.facts);
  const look = { width: 120, hasColours: false };
  return {
    diagnosis,
    text: textReport(diagnosis, look, redact),
    json: jsonReport(diagnosis, redact),
    announced,
    redact,
  };
}

/** Without the warning that something was slow, unless a row has planted that: a busy machine is slow as well. */
const settled = ({ findings, ...rest }: Diagnosis, planted: readonly string[]): Diagnosis => ({
  ...rest,
  findings: findings.filter(
    ({ id, status }) => status !== 'warning' || !id.endsWith('.time') || planted.includes(`warning ${id}`),
  ),
});

/** Ids of faults and warnings, as `warning page.tag`; a fault has its id alone. */
export const namedBy = ({ findings }: Diagnosis): string[] =>
  findings.flatMap(({ id, status }) => (status === 'fault' ? [id] : status === 'warning' ? [`warning ${id}`] : []));
