/** Requests the page and its scripts. */
import { ask, isFailure, type Answer, type Failure } from './ask.ts';
import type { Call } from './call.ts';
import { readDocument, type Markup, type PageDocument } from './document.ts';
import { follow, isAnswer, type Visit } from './follow.ts';
import { readPolicies, type Policy } from './policy.ts';
import { pageHeaders, scriptHeaders } from './requests.ts';
import { LOGIN_PATH } from './sites.ts';

export interface PageScript extends Markup {
  /** Null: an inline script. */
  readonly url: URL | null;
  /** Null: not requested, because it is on another host, or there are too many scripts. */
  readonly outcome: Answer | Failure | null;
  /** Its code, as far as it could be read. */
  readonly code: string;
}

export interface PageFacts {
  readonly visit: Visit;
  /** The URL after redirects. */
  readonly url: URL;
  /** Null: there is no page. */
  readonly answer: Answer | null;
  readonly document: PageDocument | null;
  /** The enforced policies, from the header and the HTML. */
  readonly policies: readonly Policy[];
  readonly scripts: readonly PageScript[];
}

const MOST_SCRIPTS = 20;

/** Whether the page redirects to a login page, so that the answer is not the page itself. */
export const endsAtLogin = (asked: URL, { hops, end }: Visit): boolean =>
  hops.length > 0 && 'status' in end && LOGIN_PATH.test(end.url.pathname) && !LOGIN_PATH.test(asked.pathname);

export const isHtml = (headers: Headers): boolean =>
  /^\s*(text\/html|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? 'text/html');

export async function readPage(call: Call): Promise<PageFacts> {
  const visit = await follow(
    { url: call.page, limitMs: call.limitMs, wantsBody: (_status, headers) => isHtml(headers) },
    { speaksTo: (url) => url.hostname === call.page.hostname, headersFor: (url) => pageHeaders(call, url) },
  );
  const answer = isAnswer(visit.end) ? visit.end : null;
  const url = answer?.url ?? call.page;
  const isGood = answer !== null && answer.status >= 200 && answer.status <= 299 && isHtml(answer.headers);
  if (!isGood || endsAtLogin(call.page, visit)) {
    return { visit, url, answer, document: null, policies: [], scripts: [] };
  }
  const document = readDocument(answer.body.toString('utf8'));
  const policies = [
    ...readPolicies(answer.headers.get('content-security-policy'), 'header'),
    ...document.metaPolicies.flatMap((text) => readPolicies(text, 'meta')),
  ];
  return { visit, url, answer, document, policies, scripts: await readScripts(call, url, document) };
}

/** The base of relative URLs in the page. */
export function baseOf({ url, document }: Pick<PageFacts, 'url' | 'document'>): URL {
  const base = document?.base ?? null;
  return base !== null && URL.canParse(base, url.href) ? new URL(base, url) : url;
}

async function readScripts(call: Call, page: URL, document: PageDocument): Promise<PageScript[]> {
  const base = baseOf({ url: page, document });
  let asked = 0;
  return Promise.all(
    document.scripts.map(async (script): Promise<PageScript> => {
      const src = script.attributes.get('src');
      if (src === undefined || !URL.canParse(src, base.href)) {
        return { ...script, url: null, outcome: null, code: script.text };
      }
      const url = new URL(src, base);
      if (!/^https?:$/.test(url.protocol) || url.hostname !== page.hostname || ++asked > MOST_SCRIPTS) {
        return { ...script, url, outcome: null, code: '' };
      }
      const outcome = await ask({ url, headers: scriptHeaders(call, url), limitMs: call.limitMs });
      return { ...script, url, outcome, code: isFailure(outcome) ? '' : outcome.body.toString('utf8') };
    }),
  );
}
