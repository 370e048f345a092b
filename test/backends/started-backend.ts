/** A backend in a process of its own, as its users start it: until it says its address, and to its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What is started, and where. */
export interface Start {
  readonly folder: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface StartedBackend {
  /** `http://localhost:<port>` */
  readonly url: string;
  /** All that it has written. */
  readonly said: () => string;
  /** Waits for these words in what it writes from there on. */
  readonly says: (words: RegExp, from: number) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** The environment of this process without what the tests decide, or what tells a test runner that it runs in another. */
function environment(env: Start['env']): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:SCALEKIT_|PORT|NODE_)/.test(name));
  return { ...Object.fromEntries(inherited), ...env };
}

function spawned({ folder, command: [program = '', ...options], env }: Start) {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  // A group of its own: what it starts ends with it.
  const child = spawn(program, options, { cwd: folder, env: environment(env), stdio, detached: true });
  let said = '';
  const closed = once(child, 'close') as Promise<[number | null]>;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      child.emit('said');
    });
  }

  const says = async (words: RegExp, from: number): Promise<string> => {
    for (;;) {
      const found = words.exec(said.slice(from));
      if (found) return found[0];
      const ended = await Promise.race([once(child, 'said').then(() => false), closed.then(() => true)]);
      if (ended && !words.test(said.slice(from))) throw new Error(`It ended without ${String(words)}:\n${said}`);
    }
  };
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGTERM');
    await closed;
  };
  return { said: () => said, says, stop, closed };
}

/** ms: less than a test may take, so that what never gets ready does not outlive its test. */
const LIMIT = 100_000;

/** Starts a program, and waits until it says these words. @throws with what it said, if it does not, or ends before. */
export async function startProgram(start: Start, ready: RegExp) {
  const { said, says, stop } = spawned(start);
  const limit = setTimeout(() => void stop(), LIMIT);
  try {
    return { ready: await says(ready, 0), said, says, stop };
  } finally {
    clearTimeout(limit);
  }
}

const ADDRESS = /http:\/\/localhost:\d+\/settings/;

/** Starts a backend, and waits until it says its address. @throws with what it said, if it ends before. */
export async function startBackend(start: Start): Promise<StartedBackend> {
  const { ready, ...program } = await startProgram(start, ADDRESS);
  return { url: new URL(ready).origin, ...program };
}

/** How a backend ends that cannot start. @throws if it starts all the same. */
export async function endOfStart(start: Start): Promise<{ code: number | null; said: string }> {
  const { said, says, stop, closed } = spawned(start);
  const starts = await says(ADDRESS, 0).then(
    () => true,
    () => false,
  );
  if (starts) {
    await stop();
    throw new Error(`It starts all the same:\n${said()}`);
  }
  const [code] = await closed;
  return { code, said: said() };
}
