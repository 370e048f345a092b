/** An application with its simulator, behind the recorder's proxy: the production build or the development server. */
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startProgram } from '../backends/started-backend.ts';
import { freePort } from '../tools/free-port.ts';
import type { StartedProgram } from '../tools/started-program.ts';
import { until } from '../tools/until.ts';
import type { Application } from './applications.ts';
import { startRecorderProxy, type RecorderProxy } from './recorder-proxy.ts';

export interface StartedApplication extends Pick<RecorderProxy, 'url' | 'requests' | 'pages'> {
  /** The address of the settings page. */
  readonly settings: string;
  readonly simulator: Simulator;
  readonly secrets: readonly string[];
  readonly server: StartedProgram;
  stop(): Promise<void>;
}

const SESSION_SECRET = 'a-secret-of-32-characters-or-more-for-sessions';
/** ms: a development server compiles its first page with the first request. */
const LIMIT = 60_000;

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
    const server = await startProgram(start, new RegExp(String.raw`:(?:\x1b\[\d+m)*${port}\b`));
    ends.unshift(() => server.stop());
    const { url, requests, pages } = proxy;
    await until(`an answer from ${url}`, async () => (await fetch(url)).status < 500, LIMIT);
    const secrets = [SESSION_SECRET, simulator.environment.SCALEKIT_CLIENT_SECRET];
    return { url, settings, requests, pages, simulator, secrets, server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
