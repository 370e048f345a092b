/** One step of the test run: commands with one verdict and one time limit. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { correctVerdict, readVerdict, VERDICT_VARIABLE, type FailedTest, type Verdict } from './verdict.ts';

export interface Step {
  readonly name: string;
  /** They run one after the other, also if one fails. `{folder}` is an empty folder for temporary files. */
  readonly commands: readonly (readonly string[])[];
  readonly env?: Readonly<Record<string, string>>;
  /** A step that has to end first. It is earlier in the queue. */
  readonly after?: Step;
  /** The commands count their tests. Without it, the step counts as one test. */
  readonly countsTests?: boolean;
  /** The same step with these tests, and as few others as possible. */
  readonly narrow?: (failed: readonly FailedTest[]) => Step;
}

export interface Outcome {
  readonly verdict: Verdict;
  readonly output: string;
  readonly seconds: number;
}

const running = new Set<number>();

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    // The whole process group, so that the browsers of a test runner end, too.
    process.kill(-pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** Ends all commands that still run. */
export function endSteps(): void {
  for (const pid of running) signal(pid, 'SIGINT');
}

async function runCommand(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  limit: number,
): Promise<{ ok: boolean; output: string }> {
  const child = spawn(program, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const late: string[] = [];
  const timers = [
    setTimeout(() => {
      late.push(`Ended after ${limit / 1000} s, which is its time limit.\n`);
      if (pid !== undefined) signal(pid, 'SIGINT');
    }, limit),
    setTimeout(() => {
      if (pid !== undefined) signal(pid, 'SIGKILL');
    }, limit + 5000),
  ];
  const ended = await new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(`${program} could not be started: ${error.message}\n`));
    child.on('close', (code, by) => resolve(code === 0 ? '' : `${program} ended with ${code ?? by}\n`));
  });
  timers.forEach(clearTimeout);
  if (pid !== undefined) {
    running.delete(pid);
    // Processes that it left behind, for example a browser whose page hangs.
    signal(pid, 'SIGKILL');
  }
  const output = stripVTControlCharacters(Buffer.concat(chunks).toString('utf8'));
  return { ok: ended === '' && late.length === 0, output: [output, ...late, ended].join('') };
}

function judge(ok: boolean, counted: Verdict | null): Verdict {
  // A runner that fails without a failed test, or that ends before it has numbers, is one more failure.
  const verdict = counted ?? { passed: ok ? 1 : 0, failed: 0, skipped: [] };
  return ok || verdict.failed > 0 ? verdict : { ...verdict, failed: verdict.failed + 1 };
}

export async function runStep(step: Step, limit: number): Promise<Outcome> {
  const start = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'portal-tests-'));
  const verdictFile = join(folder, 'verdict.json');
  const env = {
    ...process.env,
    ...step.env,
    // The tools of this package and its Node come first.
    PATH: [join(process.cwd(), 'node_modules/.bin'), process.env['PATH']].join(delimiter),
    NO_COLOR: '1',
    [VERDICT_VARIABLE]: verdictFile,
  };
  try {
    let ok = true;
    let output = '';
    for (const command of step.commands) {
      const result = await runCommand(
        command.map((part) => part.replace('{folder}', folder)),
        env,
        limit,
      );
      ok &&= result.ok;
      output += result.output;
    }
    const counted = step.countsTests ? readVerdict(verdictFile) : null;
    // Tests that were not counted did not pass, whatever the exit code.
    const verdict = judge(ok && (counted !== null || !step.countsTests), counted);
    return { verdict, output, seconds: (performance.now() - start) / 1000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface SecondTry {
  readonly outcome: Outcome;
  /** The first verdict, without the failures that passed now. */
  readonly verdict: Verdict;
}

/** Runs the failed tests of a step again, or the whole step if they are not known. */
export async function tryAgain(step: Step, first: Verdict, limit: number): Promise<SecondTry> {
  const failed = first.failedTests ?? [];
  const again = failed.length > 0 ? (step.narrow?.(failed) ?? step) : step;
  const outcome = await runStep(again, limit);
  return { outcome, verdict: correctVerdict(first, outcome.verdict) };
}
