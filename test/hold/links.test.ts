/**
 * The public test data as links of the element, by every way that a link can arrive. An unsafe link never becomes a frame, a
 * tab or a page, and a canary that its script would set stays unset. The tests of the link check are in `test/unit`.
 */
import { expect } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import { catchErrors, catchWarnings, stub } from '../tools/conditions.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { asStandard, isLink, linesOf, LISTS, urlCases } from '../tools/link-corpora.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { mountPortal } from '../tools/portal-harness.ts';

const TAG = 'scalekit-admin-portal';
/** How many elements are on the page at a time. */
const AT_ONCE = 60;

interface Case {
  readonly link: string;
  readonly isSafe: boolean;
}

/** Links of this project, whose scripts would set the canary. */
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

/** Decides with the platform's URL parser whether a link is safe. */
function caseOf(link: string): Case {
  if (!URL.canParse(link)) return { link, isSafe: false };
  const { protocol, username, password, hostname, origin } = new URL(link);
  return { link, isSafe: isLink({ protocol, username, password, hostname }) && origin !== location.origin };
}

/** The links for one way: a part, so that all ways together get all of them. `npm run hold` gives each way all links. */
async function casesOf(part: number, parts: number): Promise<Case[]> {
  const all = await allCases();
  return (await isLongRun()) ? all : all.filter((_, index) => index % parts === part);
}

async function allCases(): Promise<Case[]> {
  const lines = (await Promise.all(LISTS.map(linesOf))).flat();
  const blob = URL.createObjectURL(new Blob(['<script>parent.canary=1</script>'], { type: 'text/html' }));
  return [
    ...asStandard(await urlCases()).map((entry) => ({ link: entry.input, isSafe: isLink(entry) })),
    ...[...lines, ...TRAPS, blob, location.href].map(caseOf),
  ];
}

const canary = () => (window as { canary?: unknown }).canary;

/** The functions that the scripts in the lists call. */
const DIALOGS = ['alert', 'confirm', 'prompt'] as const;
const setCanary = (name: string) => () => ((window as { canary?: unknown }).canary = name);

/** The properties that pass a link to the element. */
type Way = (link: string) => Partial<ScalekitAdminPortalElement>;

const WAYS: Readonly<Record<string, Way>> = {
  'fetchPortalLink, as text': (link) => ({ fetchPortalLink: async () => link }),
  'fetchPortalLink, in an object': (link) => ({ fetchPortalLink: async () => ({ link: { location: link } }) }),
  src: (link) => ({ src: link }),
};

/** The links that the element used in a frame, tab or page, and those that it refused. */
interface Verdicts {
  readonly used: Set<Case>;
  readonly refused: Set<Case>;
}

const noVerdicts = (): Verdicts => ({ used: new Set(), refused: new Set() });

/** Whether the element has refused a link. Its error must not quote the link. */
function isRefused({ error }: ScalekitAdminPortalElement, { link }: Case): boolean {
  if (!error) return false;
  expect(error.code).to.match(/^(?:LINK_REJECTED|RESPONSE_INVALID)$/);
  if (link.length > 8) expect(error.message).not.to.contain(link);
  return true;
}

/** Passes every link to its own element on a page, some at a time; `act` runs for each batch. */
async function inBatches(
  cases: readonly Case[],
  values: Way,
  page: Document,
  act: (batch: { one: Case; element: ScalekitAdminPortalElement }[]) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < cases.length; start += AT_ONCE) {
    const batch = cases.slice(start, start + AT_ONCE).map((one) => {
      const element = Object.assign(page.createElement(TAG), values(one.link));
      page.body.append(element);
      return { one, element };
    });
    await act(batch);
    for (const { element } of batch) element.remove();
  }
}

/** Passes every link to an element that embeds the portal. */
async function show(cases: readonly Case[], way: Way): Promise<Verdicts> {
  const verdicts = noVerdicts();
  const { used, refused } = verdicts;
  await inBatches(cases, way, document, (batch) =>
    until('a verdict about every link', () =>
      batch.every(({ one, element }) => {
        const frame = element.shadowRoot?.querySelector('iframe');
        if (frame) {
          used.add(one);
          expect(frame.src).to.match(/^https?:\/\//);
          element.remove();
        }
        if (isRefused(element, one)) refused.add(one);
        // An empty src counts as not set. An element with another source is also idle for a task.
        const hasSource = element.endpoint !== null || element.fetchPortalLink !== null;
        if (element.state === 'idle' && one.link === '' && !hasSource) refused.add(one);
        return used.has(one) || refused.has(one);
      }),
    ),
  );
  return verdicts;
}

/** Passes every link to an element with a launch button, and clicks it; `used` collects the links that were opened. */
async function launch(
  cases: readonly Case[],
  values: Way,
  page: Document,
  click: (one: Case, button: HTMLElement) => void,
  used: Set<Case>,
): Promise<Verdicts> {
  const refused = new Set<Case>();
  await inBatches(cases, values, page, async (batch) => {
    for (const { one, element } of batch) {
      await element.updateComplete;
      const button = element.shadowRoot!.querySelector<HTMLElement>('[part=launch]');
      if (button) click(one, button);
      // An empty src counts as not set.
      else if (one.link === '') refused.add(one);
    }
    await until('a verdict about every link', () =>
      batch.every(({ one, element }) => {
        if (isRefused(element, one)) refused.add(one);
        return used.has(one) || refused.has(one);
      }),
    );
  });
  return { used, refused };
}

/** A tab that passes its link to a function. */
const fakeTab = (open: (link: URL) => void) => ({
  opener: window,
  document: { title: '', body: { textContent: '' } },
  location: { replace: open },
  close: () => undefined,
});

/** Compares the verdicts with the oracle, and counts them. */
async function compare(way: string, cases: readonly Case[], { used, refused }: Verdicts): Promise<void> {
  const wrong = cases.filter((one) => used.has(one) !== one.isSafe);
  expect(wrong.map(({ link }) => link)).to.deep.equal([]);
  expect(used.size + refused.size).to.equal(cases.length);
  expect(canary()).to.equal(undefined);
  await report('Links', way, {
    tried: cases.length,
    safe: used.size,
    refused: refused.size,
    'against the oracle': wrong.length,
    'scripts run': canary() === undefined ? 0 : 1,
  });
}

describe('links from public test data', function () {
  this.timeout(300_000);

  beforeEach(() => {
    for (const name of DIALOGS) stub(window, name, setCanary(name));
    catchWarnings();
  });

  it('have a canary that a running script sets', async () => {
    const frame = document.createElement('iframe');
    frame.src = 'javascript:void(top.canary=1,parent.canary=1)';
    document.body.append(frame);
    await until('the canary', canary);
    frame.remove();
    delete (window as { canary?: unknown }).canary;
  });

  for (const [part, [name, way]] of Object.entries(WAYS).entries()) {
    it(`become frames only if they are safe, from ${name}`, async () => {
      const errors = catchErrors();
      const cases = await casesOf(part, Object.keys(WAYS).length);
      await compare(name, cases, await show(cases, way));
      expect(errors).to.deep.equal([]);
    });
  }

  it('become frames only if they are safe, from the endpoint', async () => {
    const all = await allCases();
    // Each needs its own request.
    const cases = (await isLongRun()) ? all : all.filter((_, index) => index % 7 === 0);
    const backend = await Backend.create({ answers: cases.map(({ link }) => ({ json: { location: link } })) });
    const verdicts = noVerdicts();
    for (const one of cases) {
      const { used, refused } = await show([one], () => ({ endpoint: backend.endpoint }));
      for (const safe of used) verdicts.used.add(safe);
      for (const unsafe of refused) verdicts.refused.add(unsafe);
    }
    expect((await backend.log()).requests).to.have.length(cases.length);
    await compare('the endpoint', cases, verdicts);
  });

  it('become tabs only if they are safe, from "Open in a new tab"', async () => {
    const every = (await isLongRun()) ? 7 : 25;
    const cases = (await allCases()).filter((_, index) => index % every === 0);
    const opened: string[] = [];
    stub(window, 'open', () => fakeTab((link) => opened.push(link.href)));
    const verdicts = noVerdicts();
    for (const one of cases) {
      const { portal } = await mountPortal({ portal: { onLoad: [] } }, { loadTimeout: 1 });
      await portal.state('error');
      portal.element.fetchPortalLink = async () => one.link;
      opened.length = 0;
      portal.click('open');
      await until('a verdict', () => opened.length > 0 || portal.count('portal-error') > 1);
      verdicts[opened.length > 0 ? 'used' : 'refused'].add(one);
      portal.element.remove();
    }
    await compare('the button that opens a tab', cases, verdicts);
  });

  // Not for objects: they are unwrapped before the mode matters.
  for (const [part, name] of ['fetchPortalLink, as text', 'src'].entries()) {
    const way = WAYS[name]!;

    it(`become tabs only if they are safe, from mode="tab" and ${name}`, async () => {
      const errors = catchErrors();
      const cases = await casesOf(part, 2);
      const used = new Set<Case>();
      let clicked: Case | undefined;
      stub(window, 'open', () => {
        const one = clicked!;
        return fakeTab((link) => {
          expect(link.href).to.match(/^https?:/);
          used.add(one);
        });
      });
      const click = (one: Case, button: HTMLElement) => {
        clicked = one;
        button.click();
      };
      const verdicts = await launch(cases, (link) => ({ mode: 'tab', ...way(link) }), document, click, used);
      await compare(`mode="tab" and ${name}`, cases, verdicts);
      expect(errors).to.deep.equal([]);
    });

    it(`navigate the page only if they are safe, from mode="redirect" and ${name}`, async () => {
      const { frame, page, view } = await HostFrame.open();
      for (const name of DIALOGS) Object.assign(view, { [name]: setCanary(name) });
      const unsafe = (await casesOf(part, 2)).filter(({ isSafe }) => !isSafe);
      const click = (_: Case, button: HTMLElement) => button.click();
      const values: Way = (link) => ({ mode: 'redirect', ...way(link) });
      const verdicts = await launch(unsafe, values, page, click, new Set());
      // A navigation would have replaced the page by then.
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(frame.contentDocument === page).to.equal(true);
      await compare(`mode="redirect" and ${name}`, unsafe, verdicts);
      // A safe link navigates it.
      const backend = await Backend.create();
      void launch([{ link: backend.link(1), isSafe: true }], values, page, click, new Set()).catch(() => undefined);
      await backend.listening(1);
    });
  }
});
