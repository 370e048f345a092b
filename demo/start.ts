/**
 * The command behind `npm start`: starts the demo, says where it is, and stops it cleanly.
 */
import { setTimeout } from 'node:timers/promises';
import { APPS } from './host/apps.ts';
import { SetupError } from './host/configuration.ts';
import { WORKOS_PAGE } from './host/pages/workos-page.ts';
import { HOST_PORT, startDemo, type Demo } from './host/start-demo.ts';

/** A server that does not close within this time is left to the operating system. */
const CLOSE_LIMIT_MS = 2000;

try {
  const demo = await startDemo();
  announce(demo);
  // npm passes Ctrl-C on although the terminal has sent it already: the second signal must not cut the first one short.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(demo));
} catch (error) {
  // A mistake in the setup is for the reader of the console; anything else is ours and keeps its stack.
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}

function announce({ url, environmentUrl, simulator, workOs }: Demo): void {
  const port = new URL(url).port;
  const lines = [
    '',
    'Northwind Desk, a host page for <scalekit-admin-portal>',
    '',
    `  Open    ${url}${port === String(HOST_PORT) ? '' : ` (port ${HOST_PORT} was taken)`}`,
    `  Apps    ${Object.keys(APPS)
      .map((name) => `${url}/apps/${name}/`)
      .join('\n          ')}`,
    `  Portal  ${environmentUrl} (${simulator === null ? 'the real Scalekit' : 'simulated, works offline'})`,
    ...(workOs === null ? [] : [`  WorkOS  ${url}${WORKOS_PAGE} (simulated, by redirect)`]),
    '  Stop    Ctrl-C',
    '',
  ];
  if (simulator === null) {
    lines.push(
      `The portal shows only on registered pages: add ${url} in the Scalekit dashboard`,
      '(Redirect URIs / Allowed callback URLs). If it is missing, the frame stays blank.',
      '',
    );
  }
  console.log(lines.join('\n'));
}

async function stop(demo: Demo): Promise<void> {
  await Promise.race([demo.close(), setTimeout(CLOSE_LIMIT_MS)]);
  // The SDK keeps its connection to Scalekit open for a while; nothing waits for it.
  process.exit(0);
}
