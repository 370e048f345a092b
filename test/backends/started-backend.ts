/** A backend as its users start it, in a separate process. */
import { StartedProgram } from '../tools/started-program.ts';

export interface Start {
  readonly folder: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface StartedBackend {
  /** `http://localhost:<port>` */
  readonly url: string;
  readonly program: StartedProgram;
}

/** Starts a program without the variables that tests set, and those that tell a test runner that it runs in another one. */
function start({ folder, command, env }: Start): StartedProgram {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:SCALEKIT_|PORT|NODE_)/.test(name));
  return new StartedProgram(command, { cwd: folder, env: { ...Object.fromEntries(inherited), ...env } });
}

/** ms: less than the time limit of a test, so that a program that never gets ready ends before its test. */
const LIMIT = 100_000;

/** Starts a program, and waits until it prints that it is ready. @throws with the output, if it does not. */
export async function startProgram(options: Start, ready: RegExp): Promise<StartedProgram> {
  const program = start(options);
  const limit = setTimeout(() => void program.stop(), LIMIT);
  try {
    await program.printed(ready);
    return program;
  } finally {
    clearTimeout(limit);
  }
}

const ADDRESS = /http:\/\/localhost:\d+\/settings/;

/** Starts a backend, and waits until it prints its address. @throws with the output, if it does not. */
export async function startBackend(options: Start): Promise<StartedBackend> {
  const program = await startProgram(options, ADDRESS);
  return { url: new URL(ADDRESS.exec(program.output)![0]).origin, program };
}

/** Starts a backend that cannot start, and waits for its end. @throws if it starts. */
export async function failedStart(options: Start): Promise<{ code: number | null; output: string }> {
  const program = start(options);
  const hasStarted = await program.printed(ADDRESS).then(
    () => true,
    () => false,
  );
  if (hasStarted) {
    await program.stop();
    throw new Error(`The backend has started:\n${program.output}`);
  }
  const [code] = await program.ended;
  return { code, output: program.output };
}
