/** What is checked of a started application besides the rows of its loads. */
import assert from 'node:assert/strict';
import { eventually } from '../tools/driven-page.ts';
import { Person } from './rounds.ts';
import { isRight, tokenOf, type Cell } from './rows.ts';
import type { StartedApplication } from './started-application.ts';
import type { Cookie, Visitor } from './visitor.ts';

const PATH = '/api/portal-link';

/** Who may have a link, and who not: asked as the application's own page would, once somebody had a link from it. */
export async function checkEndpoint(
  { url, requests, simulator }: StartedApplication,
  cookies: Readonly<Record<'ada' | 'mel', readonly Cookie[]>>,
): Promise<void> {
  const asked = requests.findLast(({ target, status }) => target === PATH && status === 200);
  const [header, token] = (asked && tokenOf(asked)) ?? [];
  assert.ok(header !== undefined && token !== undefined, 'no page has asked for a link with a token');
  const ask = (name: 'ada' | 'mel' | null, sent: string | null): Promise<Response> => {
    const cookie = name === null ? '' : cookies[name].map((one) => `${one.name}=${one.value}`).join('; ');
    const headers = { Origin: url, 'Sec-Fetch-Site': 'same-origin', ...(cookie && { Cookie: cookie }) };
    return fetch(url + PATH, {
      method: 'POST',
      headers: { ...headers, ...(sent !== null && { [header]: sent }) },
    });
  };
  const before = simulator.links.length;
  assert.equal((await ask(null, token)).status, 401, 'a stranger');
  assert.equal((await ask('mel', token)).status, 403, 'a member');
  assert.equal((await ask('ada', null)).status, 403, 'without a token');
  assert.equal((await ask('ada', `${token.slice(1)}x`)).status, 403, 'with another token');
  assert.equal(simulator.links.length, before, 'links after what was refused');
  const answer = await ask('ada', token);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('cache-control') ?? '', /\bno-store\b/);
  assert.ok(((await answer.json()) as { location: string }).location.startsWith(simulator.url));
  assert.equal(simulator.links.length, before + 1);
}

/** Looks at every page that the server has sent; gives how many there were. */
export function checkHtml({ pages, secrets, simulator }: StartedApplication): number {
  const settings = pages.filter(({ target }) => target.startsWith('/settings'));
  assert.ok(settings.length > 0, 'the server has sent no settings page');
  for (const { target, html } of settings) {
    // A page's own scripts may have functions.
    const text = html.replace(/<script\b[^]*?<\/script>/gi, '');
    for (const wrong of ['=>', '=&gt;', '[object ', 'function '])
      assert.ok(!text.includes(wrong), `${wrong} in ${text}`);
    for (const secret of [...secrets, simulator.url]) {
      assert.ok(!html.includes(secret), `${target} shows what it must not: ${secret}`);
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
  await eventually('the sign-in', async () => (await path()) === '/');

  await visitor.renew(started.url, mel);
  await visitor.goTo(started.url + started.settings);
  const heading = () => visitor.evaluate<string | null>('document.querySelector("h1")?.textContent ?? null');
  await eventually("the member's page", async () => (await path()) === started.settings && (await heading()) !== null);
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
  const cell = { held: 0, of: 10 };
  for (let load = 0; load < cell.of; load++) {
    await visitor.renew(started.url, cookies);
    const seen = await new Person(started, visitor).open(path);
    if (isRight(seen) && seen.logs.length === 0) cell.held++;
  }
  return cell;
}

/** Single sign-on is switched on in the portal that is open: waits until the page says that it has heard. */
export async function checkEvent(
  started: StartedApplication,
  visitor: Visitor,
  cookies: readonly Cookie[],
): Promise<void> {
  await visitor.renew(started.url, cookies);
  await new Person(started, visitor).open();
  started.simulator.configure({ sso: true });
  await eventually('the words of the listener', () =>
    visitor.evaluate<boolean>('document.querySelector("#status").textContent.trim() === "SSO is on"'),
  );
}
