/**
 * Unusual host pages: shadow roots of other components, several portals, another copy of lit, quirks mode, dialogs and tab
 * panels, copies and moves, right-to-left text, zoom, and print.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type * as Lit from 'lit';
import { html, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until } from '../tools/backend.ts';
import { catchErrors, catchWarnings } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import { HostFrame } from '../tools/host-frame.ts';
import {
  expectSameSession,
  otherPortalStarts,
  PortalHarness,
  readyPortal,
  type MountedPortal,
} from '../tools/portal-harness.ts';
import { sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

reportTests('Host pages', 'unusual pages');

type Values = Partial<ScalekitAdminPortalElement>;

const TAG = 'scalekit-admin-portal';

/** A parent in the page, removed after the test. */
function addParent(markup = ''): HTMLElement {
  const parent = fixtureSync<HTMLElement>(document.createElement('div'));
  parent.innerHTML = markup;
  return parent;
}

/** The shadow root of another component. */
function foreignRoot(markup = '', mode: ShadowRootMode = 'open'): ShadowRoot {
  const root = addParent().attachShadow({ mode });
  root.innerHTML = markup;
  return root;
}

/** An element in this parent. */
async function portalIn(parent: ParentNode, values: Values = {}): Promise<MountedPortal> {
  const backend = await Backend.create();
  const portal = PortalHarness.create({ endpoint: backend.endpoint, ...values });
  parent.append(portal.element);
  return { backend, portal };
}

async function readyIn(parent: ParentNode, values: Values = {}): Promise<MountedPortal> {
  const mounted = await portalIn(parent, values);
  await mounted.portal.ready();
  return mounted;
}

/** The elements in this parent. */
const portalsOf = (parent: ParentNode) =>
  [...parent.querySelectorAll(TAG)].map((element) => new PortalHarness(element));

const tagFor = ({ endpoint }: Backend, attributes = '') => `<${TAG} endpoint="${endpoint}" ${attributes}></${TAG}>`;

/** A host page in a frame of the test page, 500 px high. */
async function openHost(path = '', width = 800): Promise<HostFrame> {
  const host = await HostFrame.open(path, width);
  host.frame.style.height = '500px';
  return host;
}

/** The content of the element does not overflow, and causes no horizontal scrollbar of the page. */
function expectNoOverflow({ element }: PortalHarness): void {
  const layout = element.shadowRoot!.querySelector('.layout')!;
  expect(layout.scrollWidth, 'width of the content').to.be.at.most(layout.clientWidth);
  const root = element.ownerDocument.documentElement;
  expect(root.scrollWidth, 'width of the page').to.be.at.most(root.clientWidth);
}

/** A click in the middle and near the corners of each button reaches it. Returns the number of buttons. */
function expectReachableButtons({ element }: PortalHarness): number {
  const buttons = element.shadowRoot!.querySelectorAll('button');
  const scale = pointScale(element.ownerDocument);
  for (const button of buttons) {
    button.scrollIntoView({ block: 'nearest' });
    const { left, top, width, height } = button.getBoundingClientRect();
    for (const [x, y] of [
      [0.5, 0.5],
      [0.1, 0.2],
      [0.9, 0.8],
    ] as const) {
      const hit = element.shadowRoot!.elementFromPoint((left + width * x) * scale, (top + height * y) * scale);
      expect(hit === button, `${button.textContent} at ${x} ${y}`).to.equal(true);
    }
  }
  return buttons.length;
}

/** The scale that the engine applies to points in a zoomed page, measured with a button of the page. */
function pointScale(page: Document): number {
  const button = page.createElement('button');
  // Small and far from the corner, so that a wrong scale misses it.
  button.style.cssText = 'position: fixed; left: 150px; top: 50px; width: 10px; height: 10px; padding: 0; z-index: 9';
  page.body.append(button);
  const { left, top, width, height } = button.getBoundingClientRect();
  const scale = [1, 2, 0.5].find((factor) => {
    return page.elementFromPoint((left + width / 2) * factor, (top + height / 2) * factor) === button;
  });
  button.remove();
  expect(scale, 'scale of points').not.to.equal(undefined);
  return scale!;
}

/** A notice is above the frame, and every part is inside the element. */
function expectNoOverlap(portal: PortalHarness): void {
  const notice = portal.part('notice')?.getBoundingClientRect();
  const frame = portal.frame?.getBoundingClientRect();
  if (notice && frame) expect(notice.bottom).to.be.at.most(frame.top + 0.5);
  const panel = portal.part('error') ?? portal.part('placeholder');
  const box = portal.element.getBoundingClientRect();
  if (panel) expect(panel.getBoundingClientRect().bottom).to.be.at.most(box.bottom + 0.5);
  if (frame) expect(frame.bottom).to.be.at.most(box.bottom + 0.5);
}

/** One state of each kind: a placeholder, the frame, a notice with one button and with two, a panel with one and with two. */
const KINDS = [
  'loading',
  'ready',
  'session ends soon',
  'ENDPOINT_FAILED',
  'PORTAL_LOAD_TIMEOUT',
  'REFRESH_LIMIT_REACHED',
];

describe("another component's shadow root", () => {
  for (const mode of ['open', 'closed'] as const) {
    it(`contains the events of the portal (${mode})`, async () => {
      const root = foreignRoot('', mode);
      const inside: string[] = [];
      const outside: string[] = [];
      for (const type of ['portal-state-change', 'portal-message', 'organization-sso-enabled', 'portal-refresh']) {
        root.addEventListener(type, () => inside.push(type));
        for (const around of [root.host, document]) around.addEventListener(type, () => outside.push(type));
      }
      const { backend, portal } = await readyIn(root);
      await portal.deliver(ssoEnabled());
      expect(inside).to.include.members(['portal-state-change', 'portal-message', 'organization-sso-enabled']);
      expect(outside).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    it(`lets the focus move to the frame of a renewed session (${mode})`, async () => {
      const root = foreignRoot('', mode);
      const { backend, portal } = await readyIn(root);
      const { frame } = portal;
      frame!.focus();
      await portal.renew();
      expect(portal.frame === frame).to.equal(false);
      expect(root.activeElement === portal.element).to.equal(true);
      expect(portal.focused === portal.frame).to.equal(true);
      expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
      expect(await backend.minted()).to.equal(2);
    });
  }

  it('keeps the focus in a field that the person has moved to', async () => {
    const root = foreignRoot('<input>');
    const { backend, portal } = await readyIn(root);
    await backend.answers([{ held: true }]);
    portal.frame!.focus();
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    const input = root.querySelector('input')!;
    input.focus();
    await backend.requested(2);
    await backend.release();
    await portal.ready(3);
    expect(root.activeElement === input).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });

  it('can assign the portal to another slot, and to none, without a new session', async () => {
    const root = foreignRoot('<slot></slot><section><slot name="second"></slot></section>');
    const { backend, portal } = await readyIn(root.host);
    const { frame } = portal;
    for (const slot of ['second', 'none', '']) {
      portal.element.slot = slot;
      expect(portal.element.clientHeight > 0).to.equal(slot !== 'none');
    }
    await expectSameSession({ backend, portal }, frame!);
  });

  it('contains the events of a portal that is moved into it, which starts a new session', async () => {
    const { backend, portal } = await readyPortal();
    const root = foreignRoot();
    const outside: string[] = [];
    root.host.addEventListener('portal-message', ({ type }) => outside.push(type));
    root.append(portal.element);
    await portal.ready(2);
    expect(portal.element.getRootNode() === root).to.equal(true);
    expect(portal.states).to.deep.equal(['loading', 'ready', 'idle', 'loading', 'ready']);
    expect(outside).to.deep.equal([]);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('two portals on one page', () => {
  /** Two elements with the same endpoint, and so with the same portal origin. */
  const pair = async () => {
    const backend = await Backend.create();
    const parent = addParent();
    const { portal: first } = await readyIn(parent, { endpoint: backend.endpoint });
    const { portal: second } = await readyIn(parent, { endpoint: backend.endpoint });
    second.clearEvents();
    return { backend, first, second };
  };

  it('get a link each', async () => {
    const { backend, first, second } = await pair();
    expect([first.frame!.src, second.frame!.src]).to.deep.equal([backend.link(1), backend.link(2)]);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  it('get a link each when they are connected in one task', async () => {
    const backend = await Backend.create();
    const portals = portalsOf(addParent(tagFor(backend).repeat(2)));
    for (const portal of portals) await portal.ready();
    expect(portals.map(({ frame }) => frame!.src).sort()).to.deep.equal([backend.link(1), backend.link(2)]);
    expect(await backend.minted()).to.equal(2);
  });

  it('receive only their own messages', async () => {
    const { first, second } = await pair();
    const { expiresAt } = second.element;
    first.post(ssoEnabled());
    await first.deliver(sessionWarning());
    expect(second.trace).to.deep.equal([]);
    expect(second.element.expiresAt === expiresAt).to.equal(true);
    expect(second.part('notice')).to.equal(null);
  });

  it('are renewed separately: when one session ends, the other keeps its frame', async () => {
    const { backend, first, second } = await pair();
    const { frame } = second;
    await first.renew();
    expect(first.frame!.src).to.equal(backend.link(3));
    expect(second.frame === frame).to.equal(true);
    expect(second.trace).to.deep.equal([]);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1, 3: 1 });
    expect(await backend.minted()).to.equal(3);
  });

  it('get one more link each when their sessions end at the same time', async () => {
    const { backend, first, second } = await pair();
    for (const portal of [first, second]) portal.post(sessionExpiry());
    await first.ready(3);
    await second.ready(2);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1, 3: 1, 4: 1 });
    expect(await backend.minted()).to.equal(4);
  });

  it('fail separately: the error and the removal of one do not affect the other', async () => {
    const { backend, first, second } = await pair();
    const { frame } = second;
    await backend.answers([{ status: 410 }]);
    first.post(sessionExpiry());
    await first.state('error');
    first.element.remove();
    await second.deliver(ssoEnabled());
    expect(second.trace).to.deep.equal(['portal-message']);
    expect(second.frame === frame).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('twenty portals on one page', () => {
  it('show twenty sessions, and only the one that ends is renewed', async () => {
    const backend = await Backend.create();
    const portals = portalsOf(addParent(tagFor(backend).repeat(20)));
    for (const portal of portals) await portal.ready();
    expect(Object.values(await backend.openings())).to.deep.equal(Array(20).fill(1));
    for (const portal of portals) portal.clearEvents();
    const [one, ...others] = portals;
    one!.post(sessionExpiry());
    await one!.ready(2);
    expect(others.flatMap(({ trace }) => trace)).to.deep.equal([]);
    expect(Object.values(await backend.openings())).to.deep.equal(Array(21).fill(1));
    expect(await backend.minted()).to.equal(21);
  });

  it('get a link only when they are near the viewport, if they are lazy', async () => {
    const backend = await Backend.create();
    const spacer = '<div style="height: 3000px"></div>';
    const portals = portalsOf(addParent(`${tagFor(backend, 'loading="lazy"')}${spacer}`.repeat(20)));
    await portals[0]!.ready();
    await otherPortalStarts();
    expect(await backend.minted()).to.equal(1);
    portals[19]!.element.scrollIntoView();
    await portals[19]!.ready();
    expect(await backend.minted()).to.equal(2);
  });
});

describe('a second copy of lit', () => {
  /** The query makes the browser load the same code as another module. */
  const copyOf = (module: string): Promise<unknown> => import(`/node_modules/${module}?second`);
  const secondHtml = async () => (await copyOf('lit-html/lit-html.js')) as Pick<typeof Lit, 'html' | 'render'>;
  const secondElement = async () => {
    const module = await copyOf('@lit/reactive-element/reactive-element.js');
    return (module as Pick<typeof Lit, 'ReactiveElement'>).ReactiveElement;
  };
  const versions = () => (globalThis as { litHtmlVersions?: string[] }).litHtmlVersions!.length;

  it('can render the element in a component with bindings, and update it without a new link', async () => {
    const before = versions();
    const warnings = catchWarnings();
    const lit = await secondHtml();
    const Base = await secondElement();
    expect(versions(), 'copies of lit').to.be.greaterThan(before);
    const backend = await Backend.create();
    const received: string[] = [];
    class PageSettings extends Base {
      text = 'One moment';
      protected override update(changed: Map<PropertyKey, unknown>): void {
        super.update(changed);
        const { text } = this;
        const template = lit.html`<scalekit-admin-portal
          .endpoint=${backend.endpoint}
          .fetchPortalLink=${null}
          @portal-message=${({ detail }: CustomEvent<{ event_type: string }>) => received.push(detail.event_type)}
          ><p>${text}</p></scalekit-admin-portal>`;
        lit.render(template, this.renderRoot);
      }
    }
    const name = `page-settings-${crypto.randomUUID()}`;
    customElements.define(name, PageSettings);
    const settings = new PageSettings();
    addParent().append(settings);
    const element = await until('the element', () => settings.shadowRoot?.querySelector(TAG));
    const portal = new PortalHarness(element);
    await portal.state('ready');
    await until('a message', () => received[0]);
    const { frame } = portal;
    settings.text = 'Another moment';
    settings.requestUpdate();
    await settings.updateComplete;
    expect(element.textContent).to.equal('Another moment');
    await expectSameSession({ backend, portal }, frame!);
    expect(received).to.deep.equal(['PORTAL_LOAD_SUCCESS', 'ORGANIZATION_SSO_ENABLED']);
    expect(warnings).to.deep.equal([]);
  });

  it('can render into the element during a session', async () => {
    const lit = await secondHtml();
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    lit.render(lit.html`<p slot="notice">Soon</p>`, portal.element);
    expect(portal.element.textContent).to.equal('Soon');
    await expectSameSession({ backend, portal }, frame!);
  });
});

describe('a page in quirks mode', () => {
  for (const [how, css, parent] of [
    ['its height', 'height: 900px', ''],
    ['its min-height', 'min-height: 900px', ''],
    ['its parent', 'height: 100%', 'height: 900px'],
    ['a flexible column', 'flex: 1', 'display: flex; flex-direction: column; height: 900px'],
  ] as const) {
    it(`lets the frame grow with ${how}`, async () => {
      const host = await openHost('/quirks');
      host.page.body.style.cssText = parent;
      const { backend, portal } = await host.mountPortal();
      portal.element.style.cssText = css;
      await portal.ready();
      expect(portal.frame!.getBoundingClientRect().height).to.equal(900);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('keeps the following content below the portal in a window that is lower than the portal', async () => {
    const host = await openHost('/quirks');
    const { portal } = await host.mountPortal();
    const following = host.page.createElement('p');
    host.page.body.append(following);
    await portal.ready();
    expect(host.frame.clientHeight).to.be.below(600);
    const { bottom } = portal.frame!.getBoundingClientRect();
    expect(following.getBoundingClientRect().top).to.be.at.least(bottom);
    expect(portal.element.getBoundingClientRect().height).to.equal(600);
  });

  it('makes an element with a launch button only as high as the button', async () => {
    const host = await openHost('/quirks');
    const { portal } = await host.mountPortal({}, { mode: 'tab' });
    await portal.element.updateComplete;
    expect(portal.element.getBoundingClientRect().height).to.be.within(20, 200);
  });

  it('does not let the frame shrink', async () => {
    const host = await openHost('/quirks');
    const { portal } = await host.mountPortal();
    portal.element.style.cssText = 'height: 10%';
    await portal.ready();
    expect(portal.frame!.getBoundingClientRect().height).to.equal(600);
  });
});

describe('a page that reorders a keyed list', () => {
  it('keeps the sessions of the elements that stay, and gives the moved one a new link', async () => {
    const backend = await Backend.create();
    const parent = addParent();
    const show = (keys: string[]) => {
      const item = (key: string) => html`<scalekit-admin-portal id=${key} endpoint=${backend.endpoint} />`;
      render(
        repeat(keys, (key) => key, item),
        parent,
      );
    };
    show(['a', 'b', 'c']);
    const portals = portalsOf(parent);
    for (const portal of portals) await portal.ready();
    const frames = portals.map(({ frame }) => frame);
    for (const portal of portals) portal.clearEvents();
    show(['c', 'a', 'b']);
    const moved = portals.filter(({ element }) => element.state !== 'ready');
    for (const portal of moved) await portal.ready();
    expect([...parent.querySelectorAll(TAG)].map(({ id }) => id)).to.deep.equal(['c', 'a', 'b']);
    const kept = portals.filter(({ frame }, index) => frame === frames[index]);
    expect([kept.length, moved.length]).to.deep.equal([2, 1]);
    expect(kept.flatMap(({ trace }) => trace)).to.deep.equal([]);
    expect(portals.map(({ element }) => element.state)).to.deep.equal(['ready', 'ready', 'ready']);
    expect(await backend.minted()).to.equal(4);
  });
});

// Not every engine has moveBefore.
const describeMoves = 'moveBefore' in Element.prototype ? describe : describe.skip;

describeMoves("moveBefore into another component's shadow root", () => {
  it('keeps the session if the browser keeps the frame, and starts a new one if it does not', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    const view = frame!.contentWindow;
    const root = foreignRoot();
    portal.clearEvents();
    root.moveBefore(portal.element, null);
    expect(portal.element.getRootNode() === root).to.equal(true);
    if (frame!.contentWindow === view) {
      await expectSameSession({ backend, portal }, frame!);
    } else {
      await portal.ready();
      expect(portal.frame!.src).to.equal(backend.link(2));
      expect(await backend.minted()).to.equal(2);
    }
  });
});

describe('a dialog', () => {
  const dialog = () => addParent('<dialog></dialog>').querySelector('dialog')!;

  for (const open of ['show', 'showModal'] as const) {
    it(`that is closed and opened again with ${open}() keeps the session`, async () => {
      const parent = dialog();
      parent[open]();
      const { backend, portal } = await readyIn(parent);
      const { frame } = portal;
      for (let times = 0; times < 3; times += 1) {
        parent.close();
        expect(portal.element.clientHeight).to.equal(0);
        parent[open]();
        expect(portal.element.clientHeight).to.equal(600);
      }
      await expectSameSession({ backend, portal }, frame!);
    });
  }

  it('that is closed still receives messages of the portal', async () => {
    const parent = dialog();
    parent.showModal();
    const { backend, portal } = await readyIn(parent);
    const { frame } = portal;
    parent.close();
    await expectSameSession({ backend, portal }, frame!);
  });

  it('that is closed when the session ends starts one new session when it opens', async () => {
    const parent = dialog();
    parent.showModal();
    const { backend, portal } = await readyIn(parent);
    parent.close();
    portal.post(sessionExpiry());
    await portal.event('portal-refresh');
    await otherPortalStarts();
    expect(await backend.minted(), 'links in a closed dialog').to.equal(1);
    parent.showModal();
    await portal.ready(3);
    expect(portal.frame!.clientHeight).to.equal(600);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  for (const loading of ['eager', 'lazy'] as const) {
    it(`starts the session when it opens for the first time: ${loading}`, async () => {
      const parent = dialog();
      const { backend, portal } = await portalIn(parent, { loading });
      await otherPortalStarts();
      expect(await backend.minted()).to.equal(0);
      expect(portal.element.state).to.equal('idle');
      parent.showModal();
      await portal.ready();
      parent.close();
      parent.showModal();
      await expectSameSession({ backend, portal }, portal.frame!);
    });
  }

  it('that is modal lets the focus move from a frame to its successor', async () => {
    const parent = dialog();
    parent.showModal();
    const { backend, portal } = await readyIn(parent);
    portal.frame!.focus();
    await portal.renew();
    expect(portal.focused === portal.frame).to.equal(true);
    expect(parent.open).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });
});

/** Ways to hide and show the content of a parent. */
const PANELS: Record<string, () => { parent: HTMLElement; toggle: (shown: boolean) => void }> = {
  'a tab panel with display: none': () => {
    const parent = addParent();
    return { parent, toggle: (shown) => (parent.style.display = shown ? '' : 'none') };
  },
  'a closed details element': () => {
    const parent = addParent('<details><summary>SSO</summary></details>').querySelector('details')!;
    return { parent, toggle: (shown) => (parent.open = shown) };
  },
  'a hidden parent': () => {
    const parent = addParent();
    return { parent, toggle: (shown) => (parent.hidden = !shown) };
  },
};

for (const [name, panel] of Object.entries(PANELS)) {
  describe(name, () => {
    for (const loading of ['eager', 'lazy'] as const) {
      it(`starts an element when it is shown, and keeps its session when it is hidden again: ${loading}`, async () => {
        const { parent, toggle } = panel();
        toggle(false);
        const mounted = await portalIn(parent, { loading });
        const { backend, portal } = mounted;
        await otherPortalStarts();
        expect(portal.element.state).to.equal('idle');
        expect(await backend.minted()).to.equal(0);
        toggle(true);
        await portal.ready();
        const { frame } = portal;
        for (const shown of [false, true, false, true]) {
          toggle(shown);
          expect(portal.element.checkVisibility()).to.equal(shown);
        }
        expect(frame!.clientHeight).to.equal(600);
        await expectSameSession(mounted, frame!);
      });
    }
  });
}

describe('the attribute hidden', () => {
  it('hides the element and shows the same session again', async () => {
    const mounted = await readyPortal();
    const { element, frame } = mounted.portal;
    for (const hidden of [true, false, true, false]) {
      element.hidden = hidden;
      expect(element.clientHeight).to.equal(hidden ? 0 : 600);
    }
    await expectSameSession(mounted, frame!);
  });

  it('delays a lazy element until it is removed', async () => {
    const { backend, portal } = await portalIn(addParent(), { loading: 'lazy', hidden: true });
    await otherPortalStarts();
    expect(await backend.minted()).to.equal(0);
    portal.element.hidden = false;
    await portal.ready();
    expect(await backend.minted()).to.equal(1);
  });
});

describe('right-to-left text', () => {
  afterEach(() => document.documentElement.removeAttribute('dir'));

  for (const kind of KINDS) {
    it(`causes no overflow, and covers nothing: ${kind}`, async () => {
      document.documentElement.dir = 'rtl';
      const portal = await SHOWN_STATES[kind]!();
      portal.element.parentElement!.style.width = '320px';
      expect(getComputedStyle(portal.element.shadowRoot!.querySelector('[role=status]')!).direction).to.equal('rtl');
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      expectReachableButtons(portal);
      const frame = portal.frame?.getBoundingClientRect();
      const { left, right } = portal.element.getBoundingClientRect();
      if (frame) expect([frame.left, frame.right]).to.deep.equal([left, right]);
    });
  }

  it('does not end the session', async () => {
    const mounted = await readyPortal();
    const { frame } = mounted.portal;
    document.documentElement.dir = 'rtl';
    await expectSameSession(mounted, frame!);
  });
});

describe('zoom to 200 %', () => {
  afterEach(() => document.documentElement.style.removeProperty('zoom'));

  for (const kind of KINDS) {
    it(`causes no overflow, and covers no button: ${kind}`, async () => {
      document.documentElement.style.setProperty('zoom', '2');
      const portal = await SHOWN_STATES[kind]!();
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      expectReachableButtons(portal);
    });
  }

  it('does not end the session', async () => {
    const mounted = await readyPortal();
    const { frame } = mounted.portal;
    document.documentElement.style.setProperty('zoom', '2');
    await expectSameSession(mounted, frame!);
  });

  // A window of 1280 px at 200 and 400 %, and the latter with wide margins.
  for (const width of [640, 320, 260]) {
    it(`leaves panel and notice without overflow in ${width} px`, async () => {
      const host = await openHost('', width);
      const { backend, portal } = await host.mountPortal({ answers: [{ status: 410 }, {}] });
      await portal.state('error');
      expectNoOverflow(portal);
      expect(expectReachableButtons(portal)).to.equal(1);
      portal.click('retry');
      await portal.ready();
      host.post(portal, sessionWarning());
      await until('the notice', () => portal.part('notice'));
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      expect(expectReachableButtons(portal)).to.equal(1);
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('a printed page', () => {
  const sheet = document.createElement('style');
  // Common rules of print style sheets. They are not in a media rule, so that every engine applies them.
  sheet.textContent = `* { float: none !important; position: static !important; overflow: visible !important;
    color: #000 !important; background: none !important; box-shadow: none !important }
    body { width: 180mm; margin: 0 }`;
  let emulated = false;

  beforeEach(async () => {
    // Only Chromium's driver can emulate print; the others log an error.
    emulated = navigator.userAgent.includes('Chrome');
    if (emulated) await emulateMedia({ media: 'print' });
    document.head.append(sheet);
  });
  afterEach(async () => {
    sheet.remove();
    if (emulated) await emulateMedia({ media: 'screen' });
  });

  for (const kind of KINDS) {
    it(`has no overflow and no overlap: ${kind}`, async () => {
      expect(matchMedia('print').matches).to.equal(emulated);
      const portal = await SHOWN_STATES[kind]!();
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      const page = document.body.getBoundingClientRect();
      expect(portal.element.getBoundingClientRect().width).to.be.at.most(page.width);
    });
  }

  it('keeps the session after printing', async () => {
    const mounted = await readyPortal();
    const { frame } = mounted.portal;
    for (const type of ['beforeprint', 'afterprint']) window.dispatchEvent(new Event(type));
    sheet.remove();
    await expectSameSession(mounted, frame!);
  });
});

describe('a frame of the host page', () => {
  it('can hold a portal and renew its session; the page around it gets no message', async () => {
    const outer: string[] = [];
    const listener = ({ data }: MessageEvent<{ event_type?: string }>) => outer.push(String(data.event_type));
    window.addEventListener('message', listener);
    const host = await openHost();
    const { backend, portal } = await host.mountPortal();
    await portal.ready();
    host.post(portal, sessionExpiry());
    await portal.ready(3);
    window.removeEventListener('message', listener);
    expect(portal.element.ownerDocument === host.page).to.equal(true);
    expect(outer).to.deep.equal([]);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  it('can be removed with the portal in it, without an error', async () => {
    const errors = catchErrors();
    const host = await openHost();
    const { backend, portal } = await host.mountPortal();
    await portal.ready();
    host.frame.remove();
    await otherPortalStarts();
    expect(errors).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('copies', () => {
  const copyOf = <T extends Node>(node: T) => node.cloneNode(true) as T;

  it('of an element with a session get a new session, and no link of the original', async () => {
    const backend = await Backend.create();
    const first = await PortalHarness.parse(
      `<${TAG} endpoint="${backend.endpoint}" src="${backend.link(77)}" height="700"></${TAG}>`,
    );
    await first.ready();
    const { frame } = first;
    first.clearEvents();
    const clone = copyOf(first.element);
    expect(clone.outerHTML).not.to.include(backend.portalOrigin);
    expect(clone.src).to.equal(null);
    const second = new PortalHarness(clone);
    addParent().append(clone);
    await second.ready();
    expect(clone.height).to.equal(700);
    expect([frame!.src, second.frame!.src]).to.deep.equal([backend.link(77), backend.link(1)]);
    expect(first.frame === frame).to.equal(true);
    expect(first.trace).to.deep.equal([]);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 77: 1 });
    expect(await backend.minted()).to.equal(1);
  });

  it('of an element that got its link from src stay idle, and warn once about the missing source', async () => {
    const warnings = catchWarnings();
    const backend = await Backend.create();
    const first = await PortalHarness.parse(`<${TAG} src="${backend.link(1)}"></${TAG}>`);
    await first.ready();
    const clone = copyOf(first.element);
    addParent().append(clone);
    await clone.updateComplete;
    expect(clone.state).to.equal('idle');
    await until('the warning', () => warnings[0]);
    expect(warnings).to.have.length(1);
    expect(await backend.openings()).to.deep.equal({ 1: 1 });
  });

  for (const how of ['importNode', 'adoptNode'] as const) {
    it(`of a template by ${how} mint one link, and the template mints none`, async () => {
      const backend = await Backend.create();
      const template = addParent(`<template>${tagFor(backend)}</template>`).querySelector('template')!;
      await otherPortalStarts();
      expect(await backend.minted()).to.equal(0);
      const parent = addParent();
      parent.append(document[how](template.content, true));
      await portalsOf(parent)[0]!.ready();
      expect(await backend.openings()).to.deep.equal({ 1: 1 });
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('of a parsed document mint one link, and the document mints none', async () => {
    const backend = await Backend.create();
    const parsed = new DOMParser().parseFromString(tagFor(backend), 'text/html');
    await otherPortalStarts();
    expect(await backend.minted()).to.equal(0);
    const element = document.adoptNode(parsed.querySelector(TAG)!);
    addParent().append(element);
    await new PortalHarness(element).ready();
    expect(await backend.minted()).to.equal(1);
  });

  it('by innerHTML end the old session and start a new one', async () => {
    const backend = await Backend.create();
    const parent = addParent(tagFor(backend));
    const first = portalsOf(parent)[0]!;
    await first.ready();
    const { frame } = first;
    // Assigning the same HTML is intended.
    const markup = parent.innerHTML;
    parent.innerHTML = markup;
    await portalsOf(parent)[0]!.ready();
    expect(first.element.state).to.equal('idle');
    expect(frame!.isConnected).to.equal(false);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  it('by innerHTML several times in one task mint one link, for the last element', async () => {
    const backend = await Backend.create();
    const parent = addParent();
    for (let times = 0; times < 5; times += 1) parent.innerHTML = tagFor(backend);
    await portalsOf(parent)[0]!.ready();
    expect(await backend.minted()).to.equal(1);
  });
});

describe('another document', () => {
  it('can adopt the element and give it back, with one new link for each move', async () => {
    const { backend, portal } = await readyPortal();
    const home = portal.element.parentElement!;
    const { page } = await openHost();
    page.body.append(portal.element);
    expect(portal.element.ownerDocument === page).to.equal(true);
    // The element listens in the window around its frame, not in the window whose script created it.
    await portal.ready(2);
    expect(await backend.minted()).to.equal(2);
    home.append(portal.element);
    await portal.ready(3);
    expect(portal.frame!.src).to.equal(backend.link(3));
    expect(await backend.minted()).to.equal(3);
  });
});

describe('an element that is removed', () => {
  it('during its request opens no link, and starts again when it is put back', async () => {
    const backend = await Backend.create({ answers: [{ held: true }, {}] });
    const parent = addParent();
    const { portal } = await portalIn(parent, { endpoint: backend.endpoint });
    await backend.requested();
    portal.element.remove();
    await backend.release();
    await otherPortalStarts();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(await backend.openings()).to.deep.equal({});
    parent.append(portal.element);
    await portal.ready();
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect(await backend.openings()).to.deep.equal({ 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  it('while its frame loads is idle, and starts again when it is put back', async () => {
    const backend = await Backend.create({ portal: [{ held: true }, {}] });
    const parent = addParent();
    const { portal } = await portalIn(parent, { endpoint: backend.endpoint });
    await backend.opened(1);
    portal.element.remove();
    await backend.release();
    await otherPortalStarts();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.frame).to.equal(null);
    parent.append(portal.element);
    await portal.ready();
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
    expect(await backend.minted()).to.equal(2);
  });

  it('with its parent in the task in which the session ends mints no other link', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.addEventListener('session-expired', () => portal.element.parentElement!.remove());
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-state-change', 4);
    await otherPortalStarts();
    expect(portal.states).to.deep.equal(['loading', 'ready', 'expired', 'idle']);
    expect(portal.types).not.to.include('portal-refresh');
    expect(await backend.minted()).to.equal(1);
  });
});
