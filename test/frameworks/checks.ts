/** Checks of a started application besides the rows of its loads. */
import assert from 'node:assert/strict';
import { until } from '../tools/until.ts';
import { Person } from './rounds.ts';
import { isRight, tokenOf, type Cell } from './rows.ts';
import type { StartedApplication } from './started-application.ts';
import type { Cookie, Visitor } from './visitor.ts';

const PATH = '/api/portal-link';

/** Checks who gets a link. It sends the requests of the application's page, after that page has got a link. */
export async function checkEndpoint(
  { url, requests, simulator }: StartedApplication,
  cookies: Readonly<Record<'ada' | 'mel', readonly Cookie[]>>,
): Promise<void> {
  const earlier = requests.findLast(({ target, status }) => target === PATH && status === 200);
  const [header, token] = (earlier && tokenOf(earlier)) ?? [];
  assert.ok(header !== undefined && token !== undefined, 'no page has requested a link with a token');
  const request = (name: 'ada' | 'mel' | null, sentToken: string | null): Promise<Response> => {
    const cookie = name === null ? '' : cookies[name].map((one) => `${one.name}=${one.value}`).join('; ');
    const headers = { Origin: url, 'Sec-Fetch-Site': 'same-origin', ...(cookie && { Cookie: cookie }) };
    return fetch(url + PATH, {
      method: 'POST',
      headers: { ...headers, ...(sentToken !== null && { [header]: sentToken }) },
    });
  };
  const before = simulator.links.length;
  assert.equal((await request(null, token)).status, 401, 'a stranger');
  assert.equal((await request('mel', token)).status, 403, 'a member');
  assert.equal((await request('ada', null)).status, 403, 'without a token');
  assert.equal((await request('ada', `${token.slice(1)}x`)).status, 403, 'with another token');
  assert.equal(simulator.links.length, before, 'a refused request has minted a link');
  const answer = await request('ada', token);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('cache-control') ?? '', /\bno-store\b/);
  assert.ok(((await answer.json()) as { location: string }).location.startsWith(simulator.url));
  assert.equal(simulator.links.length, before + 1);
}

/** Checks each settings page that the server has sent, and returns their number. */
export function checkHtml({ pages, secrets, simulator }: StartedApplication): number {
  const settings = pages.filter(({ target }) => target.startsWith('/settings'));
  assert.ok(settings.length > 0, 'the server has sent no settings page');
  for (const { target, html } of settings) {
    // Scripts of the page may have functions.
    const text = html.replace(/<script\b[^]*?<\/script>/gi, '');
    for (const code of ['=>', '=&gt;', '[object ', 'function ']) assert.ok(!text.includes(code), `${code} in ${text}`);
    for (const secret of [...secrets, simulator.url]) {
      assert.ok(!html.includes(secret), `${target} contains ${secret}`);
    }
  }
  return settings.length;
}

export async function checkStrangers(
  started: StartedApplication,
  visitor: Visitor,
  mel: readonly Cookie[],
): Promise<void> {
  const before = started.simulator.links.length;
  await visitor.renew(started.url, []);
  await visitor.goTo(started.url + started.settings);
  const path = () => visitor.evaluate<string>('location.pathname');
  await until('the sign-in', async () => (await path()) === '/');

  await visitor.renew(started.url, mel);
  await visitor.goTo(started.url + started.settings);
  const heading = () => visitor.evaluate<string | null>('document.querySelector("h1")?.textContent ?? null');
  await until("the member's page", async () => (await path()) === started.settings && (await heading()) !== null);
  assert.equal(await visitor.evaluate('document.querySelector("scalekit-admin-portal")'), null);
  assert.equal(started.simulator.links.length, before);
}

/** Opens another page with a portal ten times. */
export async function checkElsewhere(
  started: StartedApplication,
  visitor: Visitor,
  cookies: readonly Cookie[],
  path: string,
): Promise<Cell> {
  const cell = { passed: 0, of: 10 };
  for (let count = 0; count < cell.of; count++) {
    await visitor.renew(started.url, cookies);
    const load = await new Person(started, visitor).open(path);
    if (isRight(load) && load.logs.length === 0) cell.passed++;
  }
  return cell;
}

/** Switches single sign-on on in the open portal, and waits until the listener of the page shows that. */
export async function checkEvent(
  started: StartedApplication,
  visitor: Visitor,
  cookies: readonly Cookie[],
): Promise<void> {
  await visitor.renew(started.url, cookies);
  await new Person(started, visitor).open();
  started.simulator.configure({ sso: true });
  await until('the text of the listener', () =>
    visitor.evaluate<boolean>('document.querySelector("#status").textContent.trim() === "SSO is on"'),
  );
}
