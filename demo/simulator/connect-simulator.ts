/**
 * Controls a simulator in another process. It needs only the URL and `fetch`.
 */

import type { RemoteSimulator, SimulatorState } from './simulator-api.ts';

/** Restores the dates: JSON has no type for them. */
function revive(key: string, value: unknown): unknown {
  return /^(?:minted|opened|expires)At$/.test(key) && typeof value === 'string' ? new Date(value) : value;
}

const HOW_TO_START =
  'Start one with "npx --no -- scalekit-portal-simulator", and connect to the SCALEKIT_ENVIRONMENT_URL that it prints.';

/** Rejects if no simulator runs at `url`: the URL that it printed, or its `url` in the process that started it. */
export async function connectSimulator(url: string): Promise<RemoteSimulator> {
  if (!URL.canParse(url)) throw new TypeError(`"${url}" is not the URL of a simulator, such as http://127.0.0.1:4601.`);
  const ask = async (path = '', given?: object): Promise<SimulatorState> => {
    const init = given && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(given),
    };
    const response = await fetch(new URL(`/simulator${path}`, url), init).catch((cause: unknown) => {
      throw new Error(`No simulator answers at ${url}. ${HOW_TO_START}`, { cause });
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    if (!isJson) throw new Error(`The server at ${url} is not a simulator. ${HOW_TO_START}`);
    if (!response.ok) throw new Error(`The simulator at ${url} answered ${response.status}: ${text}`);
    return JSON.parse(text, revive) as SimulatorState;
  };
  const tell = async (command: string, given: object = {}): Promise<void> => {
    await ask(`/${command}`, given);
  };
  const { environment, trust } = await ask();

  return {
    url: environment.SCALEKIT_ENVIRONMENT_URL,
    environment,
    trust,
    get links() {
      return ask().then(({ links }) => links);
    },
    behave: (change) => tell('behave', change),
    expireSession: () => tell('expire-session'),
    warnSession: (seconds) => tell('warn-session', { seconds }),
    failNextLink: (status, times) => tell('fail-next-link', { status, times }),
    configure: (change) => tell('configure', change),
    verifyDomain: (domain, organizationId) => tell('verify-domain', { domain, organizationId }),
    reset: () => tell('reset'),
  };
}
