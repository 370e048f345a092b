/** Every switch of the demo and every behaviour of the simulator, with what the doctor has to say of it. */
import type { EndpointFault } from '../../demo/host/endpoint-faults.ts';
import type { Behaviour } from '../../demo/simulator/simulator-api.ts';
import type { Demo } from '../../demo/host/start-demo.ts';
import type { Visitor } from '../demo/visitor.ts';

export interface DemoRow {
  readonly group: 'Demo: portal' | 'Demo: endpoint' | 'Demo: host page';
  readonly fault: string;
  /** Ids; `warning …`. Empty: the doctor has nothing to say against it. */
  readonly says: readonly string[];
  readonly plant: (demo: Demo, visitor: Visitor) => unknown;
  readonly args?: readonly string[];
  readonly path?: string;
  /** Runs with `--browser`: nothing else can see it. */
  readonly browser?: boolean;
  /** What it covers, so that none is forgotten. */
  readonly covers?: string;
}

const behave = (
  fault: string,
  says: readonly string[],
  change: Partial<Behaviour>,
  more: Partial<DemoRow> = {},
): DemoRow => ({
  group: 'Demo: portal',
  fault,
  says,
  plant: (demo) => demo.simulator!.behave(change),
  covers: Object.entries(change)
    .map((entry) => entry.join(' '))
    .join(', '),
  ...more,
});

const endpoint = (
  fault: EndpointFault,
  words: string,
  says: readonly string[],
  more: Partial<DemoRow> = {},
): DemoRow => ({
  group: 'Demo: endpoint',
  fault: words,
  says,
  plant: (_demo, visitor) => visitor.postJson('/demo/endpoint-fault', { fault }),
  covers: fault,
  ...more,
});

const tag = (fault: string, change: object, more: Partial<DemoRow> = {}): DemoRow => ({
  group: 'Demo: host page',
  fault,
  says: [],
  plant: (_demo, visitor) => visitor.postJson('/demo/tag', change),
  ...more,
});

const HASTY = ['--timeout=2'];
const silentWithin3s =
  (change: Partial<Behaviour>): DemoRow['plant'] =>
  async (demo, visitor) => {
    demo.simulator!.behave(change);
    await visitor.postJson('/demo/tag', { loadTimeout: 3000 });
  };

export const DEMO_ROWS: readonly DemoRow[] = [
  behave('None: the healthy demo', [], { fault: 'none' }),
  behave('None: the healthy demo, in a browser', [], { fault: 'none' }, { browser: true }),
  behave('The portal reports a load failure', ['link.opens'], { fault: 'fail' }),
  behave('The same, in a browser', ['link.opens'], { fault: 'fail' }, { browser: true }),
  behave(
    'The portal shows, but posts nothing',
    ['browser.messages'],
    { fault: 'silent' },
    { browser: true, plant: silentWithin3s({ fault: 'silent' }) },
  ),
  behave('The portal never answers', ['link.opens'], { fault: 'hang' }, { args: HASTY }),
  behave('The portal refuses to be framed', ['link.frame'], { fault: 'refuse-framing' }),
  behave("The portal's cookies are blocked", ['link.cookies'], { fault: 'block-cookies' }),
  behave(
    "The portal's cookies are blocked, in a browser",
    ['link.cookies'],
    { fault: 'block-cookies' },
    { browser: true },
  ),
  behave(
    'The same, where no link may be opened',
    ['browser.element'],
    { fault: 'block-cookies' },
    { browser: true, args: ['--no-link'] },
  ),
  behave(
    'The portal refuses to be framed, in a browser',
    ['link.frame'],
    { fault: 'refuse-framing' },
    { browser: true, plant: silentWithin3s({ fault: 'refuse-framing' }) },
  ),
  behave(
    'Messages of the guides (no load message)',
    ['browser.messages'],
    { vocabulary: 'guides' },
    { browser: true, plant: silentWithin3s({ vocabulary: 'guides' }) },
  ),
  behave(
    'Messages of the dotted vocabulary (no load message)',
    ['browser.messages'],
    { vocabulary: 'dotted' },
    { browser: true, plant: silentWithin3s({ vocabulary: 'dotted' }) },
  ),
  behave('Messages of the reference', [], { vocabulary: 'reference' }, { browser: true }),
  behave('A custom domain, which environment-url names', [], { customDomain: true }),
  behave('No custom domain', [], { customDomain: false }),
  behave('Delay of 1 s', [], { delay: 1000 }),
  behave('Delay of 3 s', ['warning link.time'], { delay: 3000 }),
  behave('No delay', [], { delay: 0 }),
  behave(
    'Sessions of 20 s',
    ['warning browser.session'],
    { sessionSeconds: 20, warningSeconds: 10 },
    { browser: true },
  ),
  behave('Expire session now: the next one is well', [], {}, { plant: (demo) => demo.simulator!.expireSession() }),
  behave('Warn: the next session is well', [], {}, { plant: (demo) => demo.simulator!.warnSession() }),
  behave('Links that die at once', ['link.opens'], { linkSeconds: 0 }),
  behave(
    'The domain of the page is not registered',
    ['link.frame'],
    {},
    { plant: (demo) => (demo.simulator!.hostOrigins = ['http://localhost:1']) },
  ),
  behave(
    'Scalekit refuses to make a link',
    ['endpoint.answers'],
    {},
    { plant: (demo) => demo.simulator!.failNextLink(500, 20) },
  ),

  endpoint('none', 'None', []),
  endpoint('status-401', '401 not signed in', ['endpoint.signed-in']),
  endpoint('status-403', '403 not allowed', ['endpoint.signed-in']),
  endpoint('status-404', '404 not found', ['endpoint.answers']),
  endpoint('status-429', '429 with Retry-After: 2', ['endpoint.answers']),
  endpoint('status-500', '500 always', ['endpoint.answers']),
  endpoint('status-503-once', '503 once, then well', ['warning endpoint.answers']),
  endpoint('slow', 'Slow: 3 s', ['warning endpoint.time']),
  endpoint('slower', 'Slow: 10 s', ['warning endpoint.time']),
  endpoint('hang', 'Hangs: never answers', ['endpoint.answers'], { args: HASTY }),
  endpoint('drop', 'Drops the connection', ['endpoint.answers']),
  endpoint('login-redirect', 'Redirects to the login page', ['endpoint.signed-in']),
  endpoint('broken-json', 'Broken JSON', ['endpoint.shape']),
  endpoint('no-link', 'JSON without a link', ['endpoint.shape']),
  endpoint('unsafe-link', 'Unsafe link (javascript:)', ['endpoint.safe']),
  endpoint('same-link', 'The same link twice, cached for everybody', ['endpoint.stranger']),
  endpoint('foreign-link', 'Link of another origin', ['endpoint.safe']),
  endpoint('shape-documented', 'Shape: id, location, expireTime', []),
  endpoint('shape-rest', 'Shape: nested in link (REST)', []),
  endpoint('shape-portal-url', 'Shape: portalUrl', []),
  endpoint('shape-link-string', 'Shape: link as a string', []),
  endpoint('shape-bare-string', 'Shape: a bare JSON string', []),

  tag('mode="tab"', { mode: 'tab' }),
  tag('mode="redirect"', { mode: 'redirect' }),
  tag('mode="tab", in a browser', { mode: 'tab' }, { browser: true }),
  tag('method="POST"', { method: 'POST' }),
  tag('load-timeout of 3 s', { loadTimeout: 3000 }),
  tag(
    'load-timeout of 3 s, and a delay of 3 s',
    { loadTimeout: 3000 },
    {
      says: ['link.time'],
      plant: async (demo, visitor) => {
        demo.simulator!.behave({ delay: 3000 });
        await visitor.postJson('/demo/tag', { loadTimeout: 3000 });
      },
    },
  ),
  tag(
    'frame-src forbids the frame',
    {},
    { says: ['page.frame-src'], plant: (_demo, visitor) => visitor.postJson('/demo/frames', { forbidden: true }) },
  ),
  tag(
    'frame-src forbids the frame, in a browser',
    {},
    {
      says: ['page.frame-src'],
      browser: true,
      plant: (_demo, visitor) => visitor.postJson('/demo/frames', { forbidden: true }),
    },
  ),
  tag('Signed out', {}, { says: ['page.answers'], plant: (_demo, visitor) => visitor.postForm('/sign-out', {}) }),
  tag(
    'Somebody who is no administrator',
    {},
    { says: ['page.tag'], plant: (_demo, visitor) => visitor.postForm('/sign-in', { person: 'jonas' }) },
  ),
  tag("WorkOS's portal, by redirect", {}, { plant: () => undefined, path: '/settings/workos' }),
];
