/** Opens one link as the page's frame would, and then opens it again. */
import { isFailure, type Answer } from './ask.ts';
import type { Call } from './call.ts';
import { cookieHeader, readCookies, type SetCookie } from './cookies.ts';
import { follow, isAnswer, type Visit } from './follow.ts';
import { frameHeaders } from './requests.ts';

export interface LinkFacts {
  readonly link: URL;
  readonly page: URL;
  readonly visit: Visit;
  /** The page in the frame; null: there is none. */
  readonly shown: Answer | null;
  readonly cookies: readonly SetCookie[];
  /** The link's own origin, those of its redirects, and the last one. */
  readonly origins: readonly string[];
  /** The answer to a second opening without cookies; null: the first one failed. */
  readonly again: Answer | null;
  readonly ms: number;
}

/** `portalHosts`: the hosts in `environment-url`, which redirects may lead to. */
export async function openLink(call: Call, page: URL, link: URL, portalHosts: readonly string[]): Promise<LinkFacts> {
  const hosts = new Set([link.hostname, call.page.hostname, ...portalHosts]);
  const open = () =>
    follow(
      { url: link, limitMs: call.limitMs },
      {
        speaksTo: (url) => hosts.has(url.hostname),
        headersFor: (url, hops) => {
          const cookies = hops.flatMap(({ answer }) => readCookies(answer.setCookies, answer.url));
          return frameHeaders(page, url, cookieHeader(cookies, url));
        },
      },
    );
  const visit = await open();
  const { hops, end } = visit;
  const shown = isAnswer(end) ? end : null;
  const last = 'stopped' in end ? end.answer : isFailure(end) ? null : end;
  const answers = [...hops.map(({ answer }) => answer), ...(last === null ? [] : [last])];
  const further = 'stopped' in end && end.to !== null ? [end.to] : [];
  const addresses = [link, ...hops.map(({ to }) => to), ...further];
  const again = shown !== null && shown.status < 400 ? (await open()).end : null;
  return {
    ...{ link, page, visit, shown },
    cookies: answers.flatMap((answer) => readCookies(answer.setCookies, answer.url)),
    origins: [...new Set(addresses.map(({ origin }) => origin))],
    again: again !== null && isAnswer(again) ? again : null,
    ms: answers.reduce((sum, { ms }) => sum + ms, 0),
  };
}
