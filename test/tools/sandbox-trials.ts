/**
 * What a portal can do under each list of `sandbox` tokens, tried with real clicks in a real browser: whether the simulated portal works, and
 * whether a hostile one can send the whole page elsewhere.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { mint } from '../simulator/backend.ts';
import { openPage, type DrivenPage } from './driven-page.ts';
import type { Engine } from './engines.ts';

const NEEDED = 'allow-scripts allow-same-origin allow-forms';
const POPUPS = 'allow-popups allow-popups-to-escape-sandbox';

/** What the reference gives. */
export const DOCUMENTED_TOKENS = `${NEEDED} ${POPUPS} allow-downloads`;

/** The lists that are tried; null: the frame has no `sandbox`. */
export const TOKEN_LISTS: readonly (string | null)[] = [
  null,
  NEEDED,
  DOCUMENTED_TOKENS,
  `${NEEDED} allow-popups`,
  `${NEEDED} ${POPUPS} allow-top-navigation-by-user-activation`,
  `${NEEDED} allow-top-navigation`,
  'allow-scripts allow-forms',
];

/** What is tried, in the words of the table. */
export const WORKS = ['the portal shows', 'a form is saved', 'a pop-up works'] as const;
export const ATTACKS = {
  'without a click': 'direct',
  'script after a click': 'assign',
  'window.open _top': 'open-top',
  'link _top': 'link-top',
  'form _top': 'form-top',
  'from a pop-up': 'popup',
} as const;
type Attack = keyof typeof ATTACKS;
export type Outcome = Readonly<Record<(typeof WORKS)[number] | Attack, boolean>>;

/** ms after an attempt in which a page that is going to be replaced has been replaced. */
const PATIENCE = 2000;
/** ms for what a list of tokens may forbid. */
const LIMIT = 10_000;

const DROP_IN = join(import.meta.dirname, '../../dist/scalekit-admin-portal.min.js');
const HTML = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

/** Tells the server what has come so far. `no-cors`, because a sandboxed page has no origin. */
const TELL = `const tell = (what) => fetch('/told?' + what, { mode: 'no-cors', keepalive: true });`;

const hostilePage = (evil: string) => `<!doctype html><meta charset="utf-8"><title>Hostile portal</title>
<style>button, a { display: block; margin: 8px; font-size: 20px }</style>
<button id="assign">assign</button>
<button id="open-top">open</button>
<a id="link-top" href="${evil}" target="_top">link</a>
<form action="${evil}" target="_top"><button id="form-top">form</button></form>
<button id="popup">pop-up</button>
<script>
${TELL}
const attempt = (attack) => { try { attack(); } catch {} };
document.querySelector('#assign').onclick = () => attempt(() => { top.location = '${evil}'; });
document.querySelector('#open-top').onclick = () => attempt(() => open('${evil}', '_top'));
document.querySelector('#popup').onclick = () => attempt(() => open('/popup'));
if (location.search === '?direct') attempt(() => { top.location = '${evil}'; });
tell('loaded');
</script>`;

/** Stands for an identity provider's page: it works if it has an origin, and with it its cookies. */
const popupPage = (evil: string) => `<!doctype html><meta charset="utf-8"><title>Pop-up</title><script>
${TELL}
tell(self.origin === 'null' ? 'popup-without-origin' : 'popup-with-origin');
try { opener.top.location = '${evil}'; } catch {}
setTimeout(close, 300);
</script>`;

const hostPage = (link: string, tokens: string | null) => `<!doctype html><meta charset="utf-8"><title>Host page</title>
<output id="events"></output>
<scalekit-admin-portal ${tokens === null ? '' : `sandbox="${tokens}"`} load-timeout="0"></scalekit-admin-portal>
<script>
const portal = document.querySelector('scalekit-admin-portal');
portal.fetchPortalLink = () => ${JSON.stringify(link)};
for (const name of ['portal-load-success', 'organization-sso-enabled'])
  portal.addEventListener(name, () => document.querySelector('#events').append(name + ' '));
</script>
<script src="/element.js"></script>`;

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** One browser, one hostile portal, one simulated portal, and a host page that frames either. */
export class SandboxTrials {
  readonly #engine: Engine;
  #page!: DrivenPage;
  readonly #simulator: Simulator;
  readonly #servers: Server[];
  readonly #told: string[];
  readonly #view: { link: string; tokens: string | null };

  private constructor(
    engine: Engine,
    simulator: Simulator,
    servers: Server[],
    told: string[],
    view: { link: string; tokens: string | null },
  ) {
    this.#engine = engine;
    this.#simulator = simulator;
    this.#servers = servers;
    this.#told = told;
    this.#view = view;
  }

  static async start(engine: Engine): Promise<SandboxTrials> {
    const told: string[] = [];
    const view: { link: string; tokens: string | null } = { link: '', tokens: null };
    const hostile = await listen((request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
      const evil = `http://127.0.0.1:${portOf(hostile)}/evil`;
      if (pathname === '/told') told.push(search.slice(1));
      const pages: Record<string, string> = {
        '/portal': hostilePage(evil),
        '/popup': popupPage(evil),
        '/evil': 'Evil',
      };
      response.writeHead(200, HTML).end(pages[pathname] ?? '');
    });
    const host = await listen((request, response) => {
      const isScript = request.url === '/element.js';
      if (isScript) response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(DROP_IN));
      else response.writeHead(200, HTML).end(hostPage(view.link, view.tokens));
    });
    const simulator = await startSimulator({ hostOrigins: [`http://localhost:${portOf(host)}`] });
    return new SandboxTrials(engine, simulator, [hostile, host], told, view);
  }

  async close(): Promise<void> {
    await this.#simulator.close();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  /** In a window of its own: pop-ups of an earlier trial may still be there. */
  async try(tokens: string | null, attempts = Object.keys(ATTACKS) as Attack[]): Promise<Outcome> {
    this.#view.tokens = tokens;
    this.#page = await openPage(this.#engine);
    try {
      const works = await this.#work();
      const attacks: [Attack, boolean][] = [];
      for (const name of attempts) attacks.push([name, await this.#attack(ATTACKS[name])]);
      // The attack from a pop-up came last.
      const hasPopup = this.#told.includes('popup-with-origin');
      return { ...works, 'a pop-up works': hasPopup, ...Object.fromEntries(attacks) } as Outcome;
    } finally {
      await this.#page.close();
    }
  }

  async #open(link: string): Promise<string> {
    this.#view.link = link;
    this.#told.length = 0;
    const url = `http://localhost:${portOf(this.#servers[1]!)}/`;
    await this.#page.goTo(url);
    return url;
  }

  /** Sets up single sign-on in the simulated portal, as a person does. */
  async #work() {
    const { hostOrigins } = this.#simulator;
    this.#simulator.reset();
    this.#simulator.hostOrigins = hostOrigins;
    await this.#open(await mint(this.#simulator));
    const hasEvent = (name: string) =>
      this.#within(async () => (await this.#page.text('#events'))?.includes(name) ?? false);
    const shows = await hasEvent('portal-load-success');
    let isSaved = false;
    if (shows) {
      try {
        for (const selector of ['sso-open', 'continue', 'save', 'sso-enable']) {
          if (selector === 'continue') await this.#page.clickInPortal('label:has([data-test=provider-OKTA])');
          await this.#page.clickInPortal(`[data-test=${selector}]`);
        }
        isSaved = await hasEvent('organization-sso-enabled');
      } catch {
        // A click found nothing to click on.
      }
    }
    return { 'the portal shows': shows, 'a form is saved': isSaved };
  }

  /** Whether the page is gone after an attack. */
  async #attack(attack: (typeof ATTACKS)[Attack]): Promise<boolean> {
    const portal = `http://127.0.0.1:${portOf(this.#servers[0]!)}/portal`;
    const isDirect = attack === 'direct';
    const url = await this.#open(isDirect ? `${portal}?direct` : portal);
    const isGone = async () => (await this.#page.url()) !== url;
    await this.#within(async () => this.#told.includes('loaded') || isGone(), isDirect);
    if (!isDirect) await this.#page.clickInPortal(`#${attack}`).catch(() => undefined);
    return this.#within(isGone, false);
  }

  async #within(holds: () => Promise<boolean>, isLong = true): Promise<boolean> {
    const end = Date.now() + (isLong ? LIMIT : PATIENCE);
    while (Date.now() < end) {
      if (await holds().catch(() => false)) return true;
      await sleep(50);
    }
    return false;
  }
}
