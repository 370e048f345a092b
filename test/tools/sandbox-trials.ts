/**
 * Tries with real clicks what a portal can do under each list of `sandbox` tokens: whether the simulated portal works, and
 * whether a hostile one can replace the host page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { mint } from '../simulator/backend.ts';
import { openPage, type DrivenPage } from './driven-page.ts';
import type { Engine } from './engines.ts';
import { startServer, type TestServer } from './test-server.ts';
import { until } from './until.ts';

const NEEDED = 'allow-scripts allow-same-origin allow-forms';
const POPUPS = 'allow-popups allow-popups-to-escape-sandbox';

/** The list in `docs/reference.md`. */
export const DOCUMENTED_TOKENS = `${NEEDED} ${POPUPS} allow-downloads`;

/** The lists that are tried. Null: the frame has no `sandbox`. */
export const TOKEN_LISTS: readonly (string | null)[] = [
  null,
  NEEDED,
  DOCUMENTED_TOKENS,
  `${NEEDED} allow-popups`,
  `${NEEDED} ${POPUPS} allow-top-navigation-by-user-activation`,
  `${NEEDED} allow-top-navigation`,
  'allow-scripts allow-forms',
];

/** The columns of the table. */
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

/** ms in which a successful attack replaces the page. */
const ATTACK_LIMIT = 2000;
/** ms for what a list of tokens may forbid. */
const LIMIT = 10_000;

const DROP_IN = join(import.meta.dirname, '../../dist/scalekit-admin-portal.min.js');
const HTML = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

/** `no-cors`, because a sandboxed page has no origin. */
const REPORT = `const report = (event) => fetch('/report?' + event, { mode: 'no-cors', keepalive: true });`;

const hostilePage = (evil: string) => `<!doctype html><meta charset="utf-8"><title>Hostile portal</title>
<style>button, a { display: block; margin: 8px; font-size: 20px }</style>
<button id="assign">assign</button>
<button id="open-top">open</button>
<a id="link-top" href="${evil}" target="_top">link</a>
<form action="${evil}" target="_top"><button id="form-top">form</button></form>
<button id="popup">pop-up</button>
<script>
${REPORT}
const attempt = (attack) => { try { attack(); } catch {} };
document.querySelector('#assign').onclick = () => attempt(() => { top.location = '${evil}'; });
document.querySelector('#open-top').onclick = () => attempt(() => open('${evil}', '_top'));
document.querySelector('#popup').onclick = () => attempt(() => open('/popup'));
if (location.search === '?direct') attempt(() => { top.location = '${evil}'; });
report('loaded');
</script>`;

/** Stands for an identity provider's page. It works if it has an origin, and so its cookies. */
const popupPage = (evil: string) => `<!doctype html><meta charset="utf-8"><title>Pop-up</title><script>
${REPORT}
report(self.origin === 'null' ? 'popup-without-origin' : 'popup-with-origin');
try { opener.top.location = '${evil}'; } catch {}
setTimeout(close, 300);
</script>`;

const hostPage = ({ link, tokens }: View) => `<!doctype html><meta charset="utf-8"><title>Host page</title>
<output id="events"></output>
<scalekit-admin-portal ${tokens === null ? '' : `sandbox="${tokens}"`} load-timeout="0"></scalekit-admin-portal>
<script>
const portal = document.querySelector('scalekit-admin-portal');
portal.fetchPortalLink = () => ${JSON.stringify(link)};
for (const name of ['portal-load-success', 'organization-sso-enabled'])
  portal.addEventListener(name, () => document.querySelector('#events').append(name + ' '));
</script>
<script src="/element.js"></script>`;

interface View {
  link: string;
  tokens: string | null;
}

/** One browser, a hostile portal, a simulated portal, and a host page that frames one of them. */
export class SandboxTrials {
  readonly #engine: Engine;
  readonly #view: View = { link: '', tokens: null };
  /** The reports of the hostile pages. */
  readonly #reports: string[] = [];
  #hostile!: TestServer;
  #host!: TestServer;
  #simulator!: Simulator;
  #page!: DrivenPage;

  private constructor(engine: Engine) {
    this.#engine = engine;
  }

  static async start(engine: Engine): Promise<SandboxTrials> {
    const trials = new SandboxTrials(engine);
    trials.#hostile = await startServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
      const evil = `${trials.#hostile.origin}/evil`;
      if (pathname === '/report') trials.#reports.push(search.slice(1));
      const pages: Record<string, string> = {
        '/portal': hostilePage(evil),
        '/popup': popupPage(evil),
        '/evil': 'Evil',
      };
      response.writeHead(200, HTML).end(pages[pathname] ?? '');
    }, '127.0.0.1');
    trials.#host = await startServer((request, response) => {
      const isScript = request.url === '/element.js';
      if (isScript) response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(DROP_IN));
      else response.writeHead(200, HTML).end(hostPage(trials.#view));
    });
    trials.#simulator = await startSimulator({ hostOrigins: [trials.#host.origin] });
    return trials;
  }

  async close(): Promise<void> {
    for (const server of [this.#simulator, this.#hostile, this.#host]) await server.close();
  }

  /** Opens a new window, because pop-ups of an earlier trial may still be open. */
  async try(tokens: string | null, attempts = Object.keys(ATTACKS) as Attack[]): Promise<Outcome> {
    this.#view.tokens = tokens;
    this.#page = await openPage(this.#engine);
    try {
      const works = await this.#use();
      const attacks: [Attack, boolean][] = [];
      for (const name of attempts) attacks.push([name, await this.#attack(ATTACKS[name])]);
      // The attack from a pop-up is the last one.
      const hasPopup = this.#reports.includes('popup-with-origin');
      return { ...works, 'a pop-up works': hasPopup, ...Object.fromEntries(attacks) } as Outcome;
    } finally {
      await this.#page.close();
    }
  }

  async #open(link: string): Promise<string> {
    this.#view.link = link;
    this.#reports.length = 0;
    const url = `${this.#host.origin}/`;
    await this.#page.goTo(url);
    return url;
  }

  /** Sets up single sign-on in the simulated portal, as a person does. */
  async #use() {
    const { hostOrigins } = this.#simulator;
    this.#simulator.reset();
    this.#simulator.hostOrigins = hostOrigins;
    await this.#open(await mint(this.#simulator));
    const hasEvent = (name: string) =>
      holdsWithin(LIMIT, async () => (await this.#page.text('#events'))?.includes(name) ?? false);
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
        // A click found no target.
      }
    }
    return { 'the portal shows': shows, 'a form is saved': isSaved };
  }

  /** Whether an attack replaced the host page. */
  async #attack(attack: (typeof ATTACKS)[Attack]): Promise<boolean> {
    const portal = `${this.#hostile.origin}/portal`;
    const isDirect = attack === 'direct';
    const url = await this.#open(isDirect ? `${portal}?direct` : portal);
    const isGone = async () => (await this.#page.url()) !== url;
    await holdsWithin(isDirect ? LIMIT : ATTACK_LIMIT, async () => this.#reports.includes('loaded') || isGone());
    if (!isDirect) await this.#page.clickInPortal(`#${attack}`).catch(() => undefined);
    return holdsWithin(ATTACK_LIMIT, isGone);
  }
}

const holdsWithin = (limit: number, condition: () => Promise<boolean>): Promise<boolean> =>
  until('the condition', condition, limit).catch(() => false);
