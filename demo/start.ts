/**
 * The command behind `npm start`: starts the demo, prints its addresses, and stops it cleanly.
 */
import { setTimeout } from 'node:timers/promises';
import { APPS } from './host/apps.ts';
import { SetupError } from './host/configuration.ts';
import { WORKOS_PAGE } from './host/pages/workos-page.ts';
import { HOST_PORT, startDemo, type Demo } from './host/start-demo.ts';

/** If a server does not close within this time, the process exits anyway. */
const CLOSE_LIMIT_MS = 2000;

try {
  const demo = await startDemo();
  announce(demo);
  // On Ctrl-C, npm sends a second signal in addition to the terminal's. It must not interrupt the clean stop.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(demo));
} catch (error) {
  // A setup mistake is printed as a message only. Any other error is a bug, so it is printed with its stack.
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
      `The portal only shows on registered pages. Add ${url} in the Scalekit dashboard`,
      '(Redirect URIs / Allowed callback URLs). If it is missing, the frame stays blank.',
      '',
    );
  }
  console.log(lines.join('\n'));
}

async function stop(demo: Demo): Promise<void> {
  await Promise.race([demo.close(), setTimeout(CLOSE_LIMIT_MS)]);
  // The SDK keeps its connection to Scalekit open for a while. No need to wait for it.
  process.exit(0);
}
