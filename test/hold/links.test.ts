/**
 * The corpora through the element, by every way that a link can come: whatever is not a safe link becomes no frame, no tab
 * and no page, and a canary that a script in it would set stays unset. The link check by itself is in `test/unit`.
 */
import { expect } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until } from '../tools/backend.ts';
import { catchErrors, substitute } from '../tools/conditions.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { asStandard, isLink, linesOf, LISTS, urlCases } from '../tools/link-corpora.ts';
import { PortalHarness } from '../tools/portal-harness.ts';

const TAG = 'scalekit-admin-portal';
/** Elements that are on the page at the same time. */
const AT_ONCE = 60;

interface Case {
  readonly link: string;
  readonly isSafe: boolean;
}

/** Links of ours for the canary: what they would run is heard of. */
const TRAPS = [
  'javascript:void(top.canary=1)',
  'javascript:void(parent.canary=1)//https://portal.example',
  ' javascript:void(top.canary=1)',
  'java\nscript:void(top.canary=1)',
  'JaVaScRiPt:void(top.canary=1)',
  '\u0000javascript:void(top.canary=1)',
  'data:text/html,<script>top.canary=1;parent.canary=1</script>',
  'data:text/html;base64,PHNjcmlwdD5wYXJlbnQuY2FuYXJ5PTE8L3NjcmlwdD4=',
  'vbscript:canary',
  'about:blank',
  'about:srcdoc',
  'filesystem:https://portal.example/temporary/x.html',
  'view-source:https://portal.example/',
  'ftp://portal.example/',
  'ws://portal.example/',
  'intent://portal.example/#Intent;scheme=https;end',
  'http://portal.example/',
  'https://user@portal.example/',
  'https://user:secret@portal.example/',
  'https://portal.example;script-src/',
  'https://*.portal.example/',
  "https://portal.example'/",
  'https://portal.example,evil.example/',
  'https://portal(example)/',
  'https://!$&=+~`{}/',
  'https://[2001:db8::1]/',
  'https://under_score.portal.example/',
  'https://münchen.example/',
  '//portal.example/',
  '/portal',
  'portal',
  '?portal',
  '#portal',
  '',
];

/** What the platform's own URL makes of an address decides whether it is a safe link: the contract's rule on top of it. */
function describeLine(link: string): Case {
  if (!URL.canParse(link)) return { link, isSafe: false };
  const { protocol, username, password, hostname, origin } = new URL(link);
  return { link, isSafe: isLink({ protocol, username, password, hostname }) && origin !== location.origin };
}

/** The links that one way gets: a part, so that all ways together get all of them. `npm run hold` gives each way all. */
async function casesOf(part: number, parts: number): Promise<Case[]> {
  const all = await allCases();
  return (await isLongRun()) ? all : all.filter((_, index) => index % parts === part);
}

async function allCases(): Promise<Case[]> {
  const lines = (await Promise.all(LISTS.map(linesOf))).flat();
  const blob = URL.createObjectURL(new Blob(['<script>parent.canary=1</script>'], { type: 'text/html' }));
  return [
    ...asStandard(await urlCases()).map((entry) => ({ link: entry.input, isSafe: isLink(entry) })),
    ...[...lines, ...TRAPS, blob, location.href].map(describeLine),
  ];
}

const canary = () => (window as { canary?: unknown }).canary;

/** What the scripts of the lists would do. */
const DIALOGS = ['alert', 'confirm', 'prompt'] as const;
const sing = (name: string) => () => ((window as { canary?: unknown }).canary = name);

/** How a link reaches the element. */
type Way = (link: string) => Partial<ScalekitAdminPortalElement>;

const WAYS: Readonly<Record<string, Way>> = {
  'fetchPortalLink, as text': (link) => ({ fetchPortalLink: async () => link }),
  'fetchPortalLink, in an object': (link) => ({ fetchPortalLink: async () => ({ link: { location: link } }) }),
  src: (link) => ({ src: link }),
};

/** Shows every link in an element of its own; returns those that became a frame, and those that were refused. */
async function show(cases: readonly Case[], way: Way): Promise<{ framed: Set<Case>; refused: Set<Case> }> {
  const framed = new Set<Case>();
  const refused = new Set<Case>();
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    const shown = cases.slice(start, start + AT_ONCE).map((one) => {
      const element = Object.assign(document.createElement(TAG), way(one.link));
      document.body.append(element);
      return { one, element };
    });
    await until('every link has had its fate', () =>
      shown.every(({ one, element }) => {
        const frame = element.shadowRoot?.querySelector('iframe');
        if (frame) {
          framed.add(one);
          expect(frame.src).to.match(/^https?:\/\//);
          element.remove();
        }
        if (element.error) {
          expect(element.error.code).to.match(/^(?:LINK_REJECTED|RESPONSE_INVALID)$/);
          if (one.link.length > 8) expect(element.error.message).not.to.contain(one.link);
          refused.add(one);
        }
        // An empty src is none. Who has something to ask is idle for a task as well.
        const asks = element.endpoint !== null || element.fetchPortalLink !== null;
        if (element.state === 'idle' && one.link === '' && !asks) refused.add(one);
        return framed.has(one) || refused.has(one);
      }),
    );
    for (const { element } of shown) element.remove();
  }
  return { framed, refused };
}

/** Clicks a launch button for every link, with `click` told of each; waits until each has gone somewhere or was refused. */
async function launch(
  cases: readonly Case[],
  values: (link: string) => Partial<ScalekitAdminPortalElement>,
  page: Document,
  click: (one: Case, button: HTMLElement) => void,
  went: ReadonlySet<Case>,
): Promise<Set<Case>> {
  const refused = new Set<Case>();
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    const shown = cases.slice(start, start + AT_ONCE).map((one) => {
      const element = Object.assign(page.createElement(TAG), values(one.link));
      page.body.append(element);
      return { one, element };
    });
    for (const { one, element } of shown) {
      await element.updateComplete;
      const button = element.shadowRoot!.querySelector<HTMLElement>('[part=launch]');
      if (button) click(one, button);
      // An empty src is none.
      else if (one.link === '') refused.add(one);
    }
    await until('every link has had its fate', () =>
      shown.every(({ one, element }) => {
        if (element.error) {
          expect(element.error.code).to.match(/^(?:LINK_REJECTED|RESPONSE_INVALID)$/);
          if (one.link.length > 8) expect(element.error.message).not.to.contain(one.link);
          refused.add(one);
        }
        return went.has(one) || refused.has(one);
      }),
    );
    for (const { element } of shown) element.remove();
  }
  return refused;
}

/** The verdicts against the oracle, counted. */
async function count(way: string, cases: readonly Case[], framed: ReadonlySet<Case>, refused: ReadonlySet<Case>) {
  const wrong = cases.filter((one) => framed.has(one) !== one.isSafe);
  expect(wrong.map(({ link }) => link)).to.deep.equal([]);
  expect(framed.size + refused.size).to.equal(cases.length);
  expect(canary()).to.equal(undefined);
  await report('Links', way, {
    tried: cases.length,
    safe: framed.size,
    refused: refused.size,
    'against the oracle': wrong.length,
    'scripts run': canary() === undefined ? 0 : 1,
  });
}

describe('other people’s links', function () {
  this.timeout(300_000);

  beforeEach(() => {
    for (const name of DIALOGS) substitute(window, name, sing(name));
    substitute(console, 'warn', () => undefined);
  });

  it('the canary sings when a script runs', async () => {
    const frame = document.createElement('iframe');
    frame.src = 'javascript:void(top.canary=1,parent.canary=1)';
    document.body.append(frame);
    await until('the canary', canary);
    frame.remove();
    delete (window as { canary?: unknown }).canary;
  });

  for (const [part, [name, way]] of Object.entries(WAYS).entries()) {
    it(`through ${name}`, async () => {
      const errors = catchErrors();
      const cases = await casesOf(part, Object.keys(WAYS).length);
      const { framed, refused } = await show(cases, way);
      await count(name, cases, framed, refused);
      expect(errors).to.deep.equal([]);
    });
  }

  it('through the endpoint', async () => {
    const all = await allCases();
    // Each is a request of its own.
    const cases = (await isLongRun()) ? all : all.filter((_, index) => index % 7 === 0);
    const backend = await Backend.create();
    await backend.answers(cases.map(({ link }) => ({ json: { location: link } })));
    const framed = new Set<Case>();
    const refused = new Set<Case>();
    for (const one of cases) {
      const fate = await show([one], () => ({ endpoint: backend.endpoint }));
      for (const safe of fate.framed) framed.add(safe);
      for (const unsafe of fate.refused) refused.add(unsafe);
    }
    expect((await backend.log()).requests).to.have.length(cases.length);
    await count('the endpoint', cases, framed, refused);
  });

  it('through the button that opens a tab', async () => {
    const every = (await isLongRun()) ? 7 : 25;
    const cases = (await allCases()).filter((_, index) => index % every === 0);
    const opened: string[] = [];
    const tab = () => ({
      opener: window,
      document: { title: '', body: { textContent: '' } },
      location: { replace: (link: URL) => opened.push(link.href) },
      close: () => undefined,
    });
    substitute(window, 'open', tab);
    const framed = new Set<Case>();
    const refused = new Set<Case>();
    for (const one of cases) {
      const backend = await Backend.create();
      await backend.portal({ onLoad: [] });
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint, loadTimeout: 1 });
      await portal.event('portal-error');
      await portal.element.updateComplete;
      portal.element.fetchPortalLink = async () => one.link;
      opened.length = 0;
      portal.click('open');
      await until('its fate', () => opened.length > 0 || portal.types.filter((type) => type === 'portal-error')[1]);
      if (opened.length > 0) framed.add(one);
      else refused.add(one);
      portal.element.remove();
    }
    await count('the button that opens a tab', cases, framed, refused);
  });

  // An object is unwrapped before anything knows of the mode.
  for (const [part, name] of ['fetchPortalLink, as text', 'src'].entries()) {
    const way = WAYS[name]!;

    it(`through mode="tab" and ${name}`, async () => {
      const errors = catchErrors();
      const cases = await casesOf(part, 2);
      const went = new Set<Case>();
      let clicked: Case | undefined;
      substitute(window, 'open', () => {
        const one = clicked!;
        return {
          opener: window,
          document: { title: '', body: { textContent: '' } },
          location: {
            replace: (link: URL) => {
              expect(link.href).to.match(/^https?:/);
              went.add(one);
            },
          },
          close: () => undefined,
        };
      });
      const click = (one: Case, button: HTMLElement) => {
        clicked = one;
        button.click();
      };
      const refused = await launch(cases, (link) => ({ mode: 'tab', ...way(link) }), document, click, went);
      await count(`mode="tab" and ${name}`, cases, went, refused);
      expect(errors).to.deep.equal([]);
    });

    it(`through mode="redirect" and ${name}: what is not safe leaves the page where it is`, async () => {
      const frame = document.createElement('iframe');
      frame.src = `/host/${target()}`;
      document.body.append(frame);
      const page = await until('the host page', () => {
        const found = frame.contentDocument;
        return found?.readyState === 'complete' && found.URL !== 'about:blank' ? found : null;
      });
      for (const name of DIALOGS) Object.assign(frame.contentWindow!, { [name]: sing(name) });
      const unsafe = (await casesOf(part, 2)).filter(({ isSafe }) => !isSafe);
      const click = (_: Case, button: HTMLElement) => button.click();
      const values = (link: string): Partial<ScalekitAdminPortalElement> => ({ mode: 'redirect', ...way(link) });
      const refused = await launch(unsafe, values, page, click, new Set());
      // Had one of them been obeyed, there would be another page by now.
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(frame.contentDocument === page).to.equal(true);
      await count(`mode="redirect" and ${name}`, unsafe, new Set(), refused);
      // A safe one would have been.
      const backend = await Backend.create();
      void launch([{ link: backend.link(1), isSafe: true }], values, page, click, new Set()).catch(() => undefined);
      await backend.listening(1);
      frame.remove();
    });
  }
});
