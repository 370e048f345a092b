/** An application with its simulator, behind the recorder's proxy: as its users start it, in production or development. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startProgram } from '../backends/started-backend.ts';
import { freePort } from '../tools/free-port.ts';
import type { Application } from './applications.ts';
import { startRecorderProxy, type RecorderProxy } from './recorder-proxy.ts';

export interface StartedApplication extends Pick<RecorderProxy, 'url' | 'requests' | 'pages'> {
  /** The address of the settings page. */
  readonly settings: string;
  readonly simulator: Simulator;
  readonly secrets: readonly string[];
  /** All that its server has written. */
  readonly said: () => string;
  stop(): Promise<void>;
}

const SESSION_SECRET = 'a-secret-of-32-characters-or-more-for-sessions';
/** ms: a development server compiles its first page when it is asked for it. */
const LIMIT = 60_000;

async function waitForAnswer(url: string): Promise<void> {
  const end = Date.now() + LIMIT;
  for (;;) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status > 0 && status < 500) return;
    if (Date.now() > end) throw new Error(`No answer from ${url} within ${LIMIT} ms: the last status was ${status}`);
    await sleep(50);
  }
}

export async function startApplication(
  { folder, env, settings }: Application,
  script: 'start' | 'dev',
): Promise<StartedApplication> {
  const port = await freePort();
  const simulator = await startSimulator();
  const proxy = await startRecorderProxy(port);
  const ends = [() => proxy.close(), () => simulator.close()];
  const stop = async () => {
    for (const end of ends.splice(0)) await end();
  };
  try {
    const variables = { ...env, ...simulator.environment, SESSION_SECRET, PORT: String(port), ORIGIN: proxy.url };
    const start = { folder, command: ['npm', 'run', '--silent', script], env: variables };
    const program = await startProgram(start, new RegExp(String.raw`:(?:\x1b\[\d+m)*${port}\b`));
    ends.unshift(() => program.stop());
    await waitForAnswer(proxy.url);
    const { url, requests, pages } = proxy;
    const secrets = [SESSION_SECRET, simulator.environment.SCALEKIT_CLIENT_SECRET];
    return { url, settings, requests, pages, simulator, secrets, said: program.said, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
