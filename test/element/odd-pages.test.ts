/**
 * Old and odd host pages: inside other people's shadow roots, beside other portals and other copies of lit, in quirks
 * mode, in dialogs and tab panels, copied and moved, from right to left, magnified, printed.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type * as Lit from 'lit';
import { html, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until } from '../tools/backend.ts';
import { catchErrors, catchWarnings } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import { PortalHarness, readyPortal, request } from '../tools/portal-harness.ts';
import { sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

reportTests('Host pages', 'old and odd pages');

type Values = Partial<ScalekitAdminPortalElement>;

const TAG = 'scalekit-admin-portal';

/** A place in the page, cleared after the test. */
function place(markup = ''): HTMLElement {
  const parent = fixtureSync<HTMLElement>(document.createElement('div'));
  parent.innerHTML = markup;
  return parent;
}

/** The root of another component, whose content is hidden from the page around it. */
function foreignRoot(markup = '', mode: ShadowRootMode = 'open'): ShadowRoot {
  const root = place().attachShadow({ mode });
  root.innerHTML = markup;
  return root;
}

/** An element in a place of the test's choice. */
async function portalIn(parent: ParentNode, values: Values = {}) {
  const backend = await Backend.create();
  const portal = PortalHarness.create({ endpoint: backend.endpoint, ...values });
  parent.append(portal.element);
  return { backend, portal };
}

async function readyIn(parent: ParentNode, values: Values = {}) {
  const made = await portalIn(parent, values);
  await shows(made.portal);
  return made;
}

/** Waits until the portal has spoken so often and shows. */
async function shows(portal: PortalHarness, messages = 1): Promise<void> {
  await portal.event('portal-message', messages);
  await portal.state('ready');
}

/** How often each link was opened. */
async function openings(backend: Backend): Promise<number[]> {
  return (await backend.log()).opened.map(({ times }) => times);
}

/** Proves that the same session goes on: its frame was neither replaced nor loaded again, and still speaks. */
async function expectSameSession(backend: Backend, portal: PortalHarness, frame: HTMLIFrameElement): Promise<void> {
  portal.forget();
  portal.say(ssoEnabled());
  await portal.event('portal-message');
  expect(portal.frame === frame, 'the same frame').to.equal(true);
  expect(portal.trace).to.deep.equal(['portal-message']);
  expect(await openings(backend)).to.deep.equal([1]);
  expect(await backend.minted()).to.equal(1);
}

/** Long enough for an element that starts when it should not: another one starts and shows meanwhile. */
async function meanwhile(): Promise<void> {
  await readyPortal();
}

/** A host page of its own, in a frame of the test page. */
async function hostPage(path = '', width = 800) {
  const frame = document.createElement('iframe');
  frame.style.cssText = `width: ${width}px; height: 500px; border: 0`;
  frame.src = `/host/${target()}${path}`;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  place().append(frame);
  await loaded;
  const page = frame.contentDocument!;
  const create = async (values: Values = {}, scripts: Parameters<Backend['answers']>[0] = [{}]) => {
    const backend = await Backend.create();
    await backend.answers(scripts);
    const portal = new PortalHarness(Object.assign(page.createElement(TAG), { endpoint: backend.endpoint }, values));
    page.body.append(portal.element);
    return { backend, portal };
  };
  // A portal obeys its parent alone, and the sender of a message is the page whose code runs.
  const view = frame.contentWindow as Window & typeof globalThis;
  const post = view.Function('frame', 'message', "frame.contentWindow.postMessage({ command: 'post', message }, '*')");
  const say = ({ frame }: PortalHarness, message: unknown) => post(frame, message) as void;
  return { frame, page, create, say };
}

/** No part of the element sticks out of its box, and the page has no horizontal scrollbar because of it. */
function expectNoOverflow({ element }: PortalHarness): void {
  const layout = element.shadowRoot!.querySelector('.layout')!;
  expect(layout.scrollWidth, 'width of the content').to.be.at.most(layout.clientWidth);
  const root = element.ownerDocument.documentElement;
  expect(root.scrollWidth, 'width of the page').to.be.at.most(root.clientWidth);
}

/** A click in the middle of each button, and near its corners, reaches it. Returns how many there are. */
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

/** How an engine counts the pixels of a point in a magnified page, found with a button of the page's own. */
function pointScale(page: Document): number {
  const button = page.createElement('button');
  // Small and far from the corner: another scale misses it.
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

/** A notice is above the frame; what takes the frame's place is as high as the frame. */
function expectNoOverlap(portal: PortalHarness): void {
  const notice = portal.part('notice')?.getBoundingClientRect();
  const frame = portal.frame?.getBoundingClientRect();
  if (notice && frame) expect(notice.bottom).to.be.at.most(frame.top + 0.5);
  const panel = portal.part('error') ?? portal.part('placeholder');
  const box = portal.element.getBoundingClientRect();
  if (panel) expect(panel.getBoundingClientRect().bottom).to.be.at.most(box.bottom + 0.5);
  if (frame) expect(frame.bottom).to.be.at.most(box.bottom + 0.5);
}

/** What people see, one of each kind: words in the frame's place, a notice with a button, a panel with two buttons. */
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
    it(`holds a portal whose events do not leave it (${mode})`, async () => {
      const root = foreignRoot('', mode);
      const inside: string[] = [];
      const outside: string[] = [];
      for (const type of ['portal-state-change', 'portal-message', 'organization-sso-enabled', 'portal-refresh']) {
        root.addEventListener(type, () => inside.push(type));
        for (const around of [root.host, document]) around.addEventListener(type, () => outside.push(type));
      }
      const { backend, portal } = await readyIn(root);
      portal.say(ssoEnabled());
      await portal.event('portal-message', 2);
      expect(inside).to.include.members(['portal-state-change', 'portal-message', 'organization-sso-enabled']);
      expect(outside).to.deep.equal([]);
      expect(await backend.minted()).to.equal(1);
    });

    it(`holds a portal whose session is renewed, and whose focus goes to the successor (${mode})`, async () => {
      const root = foreignRoot('', mode);
      const { backend, portal } = await readyIn(root);
      const { frame } = portal;
      frame!.focus();
      portal.say(sessionExpiry());
      await shows(portal, 3);
      expect(portal.frame === frame).to.equal(false);
      expect(root.activeElement === portal.element).to.equal(true);
      expect(portal.focused === portal.frame).to.equal(true);
      expect(await openings(backend)).to.deep.equal([1, 1]);
      expect(await backend.minted()).to.equal(2);
    });
  }

  it('keeps the focus that a person took to another field in it', async () => {
    const root = foreignRoot('<input>');
    const { backend, portal } = await readyIn(root);
    await backend.answers([{ held: true }]);
    portal.frame!.focus();
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    const input = root.querySelector('input')!;
    input.focus();
    await request(backend, 2);
    await backend.release();
    await shows(portal, 3);
    expect(root.activeElement === input).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });

  it('may assign the portal to another slot, and to none, without a new session', async () => {
    const root = foreignRoot('<slot></slot><section><slot name="second"></slot></section>');
    const { backend, portal } = await readyIn(root.host);
    const { frame } = portal;
    for (const slot of ['second', 'none', '']) {
      portal.element.slot = slot;
      expect(portal.element.clientHeight > 0).to.equal(slot !== 'none');
    }
    await expectSameSession(backend, portal, frame!);
  });

  it('takes a portal over from the page: a new session, whose events stay inside', async () => {
    const { backend, portal } = await readyPortal();
    const root = foreignRoot();
    const outside: string[] = [];
    root.host.addEventListener('portal-message', ({ type }) => outside.push(type));
    root.append(portal.element);
    await shows(portal, 2);
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
    const parent = place();
    const make = async () => {
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      parent.append(portal.element);
      await shows(portal);
      return portal;
    };
    const [first, second] = [await make(), await make()];
    second.forget();
    return { backend, first, second };
  };

  it('each mint their own link', async () => {
    const { backend, first, second } = await pair();
    expect([first.frame!.src, second.frame!.src]).to.deep.equal([backend.link(1), backend.link(2)]);
    expect(await openings(backend)).to.deep.equal([1, 1]);
    expect(await backend.minted()).to.equal(2);
  });

  it('connected in one task mint one link each', async () => {
    const backend = await Backend.create();
    const tag = `<${TAG} endpoint="${backend.endpoint}"></${TAG}>`;
    const portals = [...place(tag + tag).querySelectorAll(TAG)].map((element) => new PortalHarness(element));
    for (const portal of portals) await shows(portal);
    expect(portals.map(({ frame }) => frame!.src).sort()).to.deep.equal([backend.link(1), backend.link(2)]);
    expect(await backend.minted()).to.equal(2);
  });

  it('hear their own messages only', async () => {
    const { first, second } = await pair();
    const { expiresAt } = second.element;
    first.say(ssoEnabled());
    first.say(sessionWarning());
    await first.event('portal-message', 3);
    expect(second.trace).to.deep.equal([]);
    expect(second.element.expiresAt === expiresAt).to.equal(true);
    expect(second.part('notice')).to.equal(null);
  });

  it('are renewed apart: one session ends, the other goes on in its frame', async () => {
    const { backend, first, second } = await pair();
    const { frame } = second;
    first.say(sessionExpiry());
    await shows(first, 3);
    expect(first.frame!.src).to.equal(backend.link(3));
    expect(second.frame === frame).to.equal(true);
    expect(second.trace).to.deep.equal([]);
    expect(await openings(backend)).to.deep.equal([1, 1, 1]);
    expect(await backend.minted()).to.equal(3);
  });

  it('whose sessions end at the same moment mint one link each', async () => {
    const { backend, first, second } = await pair();
    for (const portal of [first, second]) portal.say(sessionExpiry());
    await shows(first, 3);
    await shows(second, 2);
    expect(await openings(backend)).to.deep.equal([1, 1, 1, 1]);
    expect(await backend.minted()).to.equal(4);
  });

  it('fail apart: the panel of one leaves the other alone, and so does its removal', async () => {
    const { backend, first, second } = await pair();
    const { frame } = second;
    await backend.answers([{ status: 410 }]);
    first.say(sessionExpiry());
    await first.state('error');
    first.element.remove();
    second.say(ssoEnabled());
    await second.event('portal-message');
    expect(second.trace).to.deep.equal(['portal-message']);
    expect(second.frame === frame).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('twenty portals on one page', () => {
  it('show twenty sessions, and one that ends renews itself alone', async () => {
    const backend = await Backend.create();
    const parent = place(`<${TAG} endpoint="${backend.endpoint}"></${TAG}>`.repeat(20));
    const portals = [...parent.querySelectorAll(TAG)].map((element) => new PortalHarness(element));
    for (const portal of portals) await shows(portal);
    expect(await openings(backend)).to.deep.equal(Array(20).fill(1));
    for (const portal of portals) portal.forget();
    const [one, ...others] = portals;
    one!.say(sessionExpiry());
    await shows(one!, 2);
    expect(others.flatMap(({ trace }) => trace)).to.deep.equal([]);
    expect(await openings(backend)).to.deep.equal(Array(21).fill(1));
    expect(await backend.minted()).to.equal(21);
  });

  it('mint for those alone that are looked at, if they are lazy', async () => {
    const backend = await Backend.create();
    const spacer = '<div style="height: 3000px"></div>';
    const parent = place(`<${TAG} endpoint="${backend.endpoint}" loading="lazy"></${TAG}>${spacer}`.repeat(20));
    const portals = [...parent.querySelectorAll(TAG)].map((element) => new PortalHarness(element));
    await shows(portals[0]!);
    await meanwhile();
    expect(await backend.minted()).to.equal(1);
    portals[19]!.element.scrollIntoView();
    await shows(portals[19]!);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('a second copy of lit', () => {
  /** The query makes another module of the same code. */
  const copyOf = (module: string): Promise<unknown> => import(`/node_modules/${module}?second`);
  const secondHtml = async () => (await copyOf('lit-html/lit-html.js')) as Pick<typeof Lit, 'html' | 'render'>;
  const secondElement = async () => {
    const module = await copyOf('@lit/reactive-element/reactive-element.js');
    return (module as Pick<typeof Lit, 'ReactiveElement'>).ReactiveElement;
  };
  const versions = () => (globalThis as { litHtmlVersions?: string[] }).litHtmlVersions!.length;

  it('renders the element in a component of its own, binds to it, and updates without a new link', async () => {
    const before = versions();
    const warnings = catchWarnings();
    const lit = await secondHtml();
    const Base = await secondElement();
    expect(versions(), 'copies of lit').to.be.greaterThan(before);
    const backend = await Backend.create();
    const heard: string[] = [];
    class PageSettings extends Base {
      words = 'One moment';
      protected override update(changed: Map<PropertyKey, unknown>): void {
        super.update(changed);
        const { words } = this;
        const template = lit.html`<scalekit-admin-portal
          .endpoint=${backend.endpoint}
          .fetchPortalLink=${null}
          @portal-message=${({ detail }: CustomEvent<{ event_type: string }>) => heard.push(detail.event_type)}
          ><p>${words}</p></scalekit-admin-portal>`;
        lit.render(template, this.renderRoot);
      }
    }
    const name = `page-settings-${crypto.randomUUID()}`;
    customElements.define(name, PageSettings);
    const settings = new PageSettings();
    place().append(settings);
    const element = await until('the element', () => settings.shadowRoot?.querySelector(TAG));
    const portal = new PortalHarness(element);
    await portal.state('ready');
    await until('a message', () => heard[0]);
    const { frame } = portal;
    settings.words = 'Another moment';
    settings.requestUpdate();
    await settings.updateComplete;
    expect(element.textContent).to.equal('Another moment');
    await expectSameSession(backend, portal, frame!);
    expect(heard).to.deep.equal(['PORTAL_LOAD_SUCCESS', 'ORGANIZATION_SSO_ENABLED']);
    expect(warnings).to.deep.equal([]);
  });

  it('renders into the element, before the session and during it', async () => {
    const lit = await secondHtml();
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    lit.render(lit.html`<p slot="notice">Soon</p>`, portal.element);
    expect(portal.element.textContent).to.equal('Soon');
    await expectSameSession(backend, portal, frame!);
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
      const { page, create } = await hostPage('/quirks');
      page.body.style.cssText = parent;
      const { backend, portal } = await create();
      portal.element.style.cssText = css;
      await shows(portal);
      expect(portal.frame!.getBoundingClientRect().height).to.equal(900);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('keeps what follows below the portal in a window that is lower than the portal', async () => {
    const { frame, page, create } = await hostPage('/quirks');
    const { portal } = await create();
    const following = page.createElement('p');
    page.body.append(following);
    await shows(portal);
    expect(frame.clientHeight).to.be.below(600);
    const { bottom } = portal.frame!.getBoundingClientRect();
    expect(following.getBoundingClientRect().top).to.be.at.least(bottom);
    expect(portal.element.getBoundingClientRect().height).to.equal(600);
  });

  it('does not let the frame shrink', async () => {
    const { create } = await hostPage('/quirks');
    const { portal } = await create();
    portal.element.style.cssText = 'height: 10%';
    await shows(portal);
    expect(portal.frame!.getBoundingClientRect().height).to.equal(600);
  });
});

describe('a page that reorders a keyed list', () => {
  it('keeps the sessions of those that stay in place, and gives the moved one a new link', async () => {
    const backend = await Backend.create();
    const parent = place();
    const show = (keys: string[]) => {
      const item = (key: string) => html`<scalekit-admin-portal id=${key} endpoint=${backend.endpoint} />`;
      render(
        repeat(keys, (key) => key, item),
        parent,
      );
    };
    show(['a', 'b', 'c']);
    const portals = [...parent.querySelectorAll(TAG)].map((element) => new PortalHarness(element));
    for (const portal of portals) await shows(portal);
    const frames = portals.map(({ frame }) => frame);
    for (const portal of portals) portal.forget();
    show(['c', 'a', 'b']);
    const moved = portals.filter(({ element }) => element.state !== 'ready');
    for (const portal of moved) await shows(portal);
    expect([...parent.querySelectorAll(TAG)].map(({ id }) => id)).to.deep.equal(['c', 'a', 'b']);
    const kept = portals.filter(({ frame }, index) => frame === frames[index]);
    expect([kept.length, moved.length]).to.deep.equal([2, 1]);
    expect(kept.flatMap(({ trace }) => trace)).to.deep.equal([]);
    expect(portals.map(({ element }) => element.state)).to.deep.equal(['ready', 'ready', 'ready']);
    expect(await backend.minted()).to.equal(4);
  });
});

// Not every engine has it.
const moves = 'moveBefore' in Element.prototype ? describe : describe.skip;

moves("moveBefore into another component's shadow root", () => {
  it('keeps the session where the browser keeps the frame, and begins anew where it does not', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    const view = frame!.contentWindow;
    const root = foreignRoot();
    portal.forget();
    root.moveBefore(portal.element, null);
    expect(portal.element.getRootNode() === root).to.equal(true);
    if (frame!.contentWindow === view) {
      await expectSameSession(backend, portal, frame!);
    } else {
      await shows(portal);
      expect(portal.frame!.src).to.equal(backend.link(2));
      expect(await backend.minted()).to.equal(2);
    }
  });
});

describe('a dialog', () => {
  const dialog = () => place('<dialog></dialog>').querySelector('dialog')!;

  for (const open of ['show', 'showModal'] as const) {
    it(`that is closed and opened again by ${open}() keeps the session`, async () => {
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
      await expectSameSession(backend, portal, frame!);
    });
  }

  it('that is closed still hears the portal', async () => {
    const parent = dialog();
    parent.showModal();
    const { backend, portal } = await readyIn(parent);
    const { frame } = portal;
    parent.close();
    await expectSameSession(backend, portal, frame!);
  });

  it('that is closed when the session ends has one new session when it opens', async () => {
    const parent = dialog();
    parent.showModal();
    const { backend, portal } = await readyIn(parent);
    parent.close();
    portal.say(sessionExpiry());
    await portal.event('portal-refresh');
    await meanwhile();
    expect(await backend.minted(), 'while nobody can see it').to.equal(1);
    parent.showModal();
    await shows(portal, 3);
    expect(portal.frame!.clientHeight).to.equal(600);
    expect(await openings(backend)).to.deep.equal([1, 1]);
    expect(await backend.minted()).to.equal(2);
  });

  for (const loading of ['eager', 'lazy'] as const) {
    it(`that was never opened mints nothing; it starts an element when it opens: ${loading}`, async () => {
      const parent = dialog();
      const { backend, portal } = await portalIn(parent, { loading });
      await meanwhile();
      expect(await backend.minted()).to.equal(0);
      expect(portal.element.state).to.equal('idle');
      parent.showModal();
      await shows(portal);
      parent.close();
      parent.showModal();
      await expectSameSession(backend, portal, portal.frame!);
    });
  }

  it('that is modal hands the focus of a frame to its successor', async () => {
    const parent = dialog();
    parent.showModal();
    const { backend, portal } = await readyIn(parent);
    portal.frame!.focus();
    portal.say(sessionExpiry());
    await shows(portal, 3);
    expect(portal.focused === portal.frame).to.equal(true);
    expect(parent.open).to.equal(true);
    expect(await backend.minted()).to.equal(2);
  });
});

/** Ways to keep something in the page without showing it: how it is shown, and how it is hidden again. */
const PANELS: Record<string, () => { parent: HTMLElement; toggle: (shown: boolean) => void }> = {
  'a tab panel with display: none': () => {
    const parent = place();
    const toggle = (shown: boolean) => {
      parent.style.display = shown ? '' : 'none';
    };
    return { parent, toggle };
  },
  'a closed details element': () => {
    const parent = place('<details><summary>SSO</summary></details>').querySelector('details')!;
    const toggle = (shown: boolean) => {
      parent.open = shown;
    };
    return { parent, toggle };
  },
  'a hidden parent': () => {
    const parent = place();
    const toggle = (shown: boolean) => {
      parent.hidden = !shown;
    };
    return { parent, toggle };
  },
};

for (const [name, panel] of Object.entries(PANELS)) {
  describe(name, () => {
    it('starts an eager element when it is shown, and keeps its session when it is hidden', async () => {
      const { parent, toggle } = panel();
      toggle(false);
      const { backend, portal } = await portalIn(parent);
      await meanwhile();
      expect(await backend.minted()).to.equal(0);
      toggle(true);
      await shows(portal);
      const { frame } = portal;
      for (const shown of [false, true, false, true]) {
        toggle(shown);
        expect(portal.element.checkVisibility()).to.equal(shown);
      }
      expect(portal.frame!.clientHeight).to.equal(600);
      await expectSameSession(backend, portal, frame!);
    });

    it('starts a lazy element when it is shown, and keeps its session from then on', async () => {
      const { parent, toggle } = panel();
      toggle(false);
      const { backend, portal } = await portalIn(parent, { loading: 'lazy' });
      await meanwhile();
      expect(portal.element.state).to.equal('idle');
      expect(await backend.minted()).to.equal(0);
      toggle(true);
      await shows(portal);
      const { frame } = portal;
      for (const shown of [false, true]) toggle(shown);
      await expectSameSession(backend, portal, frame!);
    });
  });
}

describe('the attribute hidden', () => {
  it('hides and shows one session', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    for (const hidden of [true, false, true, false]) {
      portal.element.hidden = hidden;
      expect(portal.element.clientHeight).to.equal(hidden ? 0 : 600);
    }
    await expectSameSession(backend, portal, frame!);
  });

  it('keeps a lazy element from starting, until it goes', async () => {
    const { backend, portal } = await portalIn(place(), { loading: 'lazy', hidden: true });
    await meanwhile();
    expect(await backend.minted()).to.equal(0);
    portal.element.hidden = false;
    await shows(portal);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('from right to left', () => {
  afterEach(() => document.documentElement.removeAttribute('dir'));

  for (const kind of KINDS) {
    it(`nothing sticks out, nothing is covered: ${kind}`, async () => {
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

  it('a change of direction keeps the session', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    document.documentElement.dir = 'rtl';
    await expectSameSession(backend, portal, frame!);
  });
});

describe('magnified to 200 %', () => {
  afterEach(() => document.documentElement.style.removeProperty('zoom'));

  for (const kind of KINDS) {
    it(`nothing sticks out, every button can be reached: ${kind}`, async () => {
      document.documentElement.style.setProperty('zoom', '2');
      const portal = await SHOWN_STATES[kind]!();
      // The buttons of a panel are in sight then: WebKit miscounts the points of a magnified page that is scrolled.
      if (!portal.frame) portal.element.parentElement!.style.marginTop = '-200px';
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      expectReachableButtons(portal);
    });
  }

  it('is followed by a running session', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    document.documentElement.style.setProperty('zoom', '2');
    await expectSameSession(backend, portal, frame!);
  });

  // What a window of 1280 px leaves at 200 and 400 %, and a page with wide margins in it.
  for (const width of [640, 320, 260]) {
    it(`panel and notice fit into ${width} px`, async () => {
      const { create, say } = await hostPage('', width);
      const { backend, portal } = await create({}, [{ status: 410 }, {}]);
      await portal.state('error');
      expectNoOverflow(portal);
      expect(expectReachableButtons(portal)).to.equal(1);
      portal.click('retry');
      await shows(portal);
      say(portal, sessionWarning());
      await until('the notice', () => portal.part('notice'));
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      expect(expectReachableButtons(portal)).to.equal(1);
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('on paper', () => {
  const sheet = document.createElement('style');
  // What print style sheets do everywhere; not in a media rule, so that every engine applies it.
  sheet.textContent = `* { float: none !important; position: static !important; overflow: visible !important;
    color: #000 !important; background: none !important; box-shadow: none !important }
    body { width: 180mm; margin: 0 }`;
  let emulated = false;

  beforeEach(async () => {
    // Chromium's driver alone can show the page as it is printed; the others log that they cannot.
    emulated = navigator.userAgent.includes('Chrome');
    if (emulated) await emulateMedia({ media: 'print' });
    document.head.append(sheet);
  });
  afterEach(async () => {
    sheet.remove();
    if (emulated) await emulateMedia({ media: 'screen' });
  });

  for (const kind of KINDS) {
    it(`nothing sticks out of the page, nothing overlaps: ${kind}`, async () => {
      expect(matchMedia('print').matches).to.equal(emulated);
      const portal = await SHOWN_STATES[kind]!();
      expectNoOverflow(portal);
      expectNoOverlap(portal);
      const page = document.body.getBoundingClientRect();
      expect(portal.element.getBoundingClientRect().width).to.be.at.most(page.width);
    });
  }

  it('a session goes on after it was printed', async () => {
    const { backend, portal } = await readyPortal();
    const { frame } = portal;
    for (const type of ['beforeprint', 'afterprint']) window.dispatchEvent(new Event(type));
    sheet.remove();
    await expectSameSession(backend, portal, frame!);
  });
});

describe('a frame of the host page', () => {
  it('holds a portal that is renewed; the page around it hears nothing', async () => {
    const outer: string[] = [];
    const listener = ({ data }: MessageEvent<{ event_type?: string }>) => outer.push(String(data.event_type));
    window.addEventListener('message', listener);
    const { page, create, say } = await hostPage();
    const { backend, portal } = await create();
    await shows(portal);
    say(portal, sessionExpiry());
    await shows(portal, 3);
    window.removeEventListener('message', listener);
    expect(portal.element.ownerDocument === page).to.equal(true);
    expect(outer).to.deep.equal([]);
    expect(await openings(backend)).to.deep.equal([1, 1]);
    expect(await backend.minted()).to.equal(2);
  });

  it('that is taken away takes the portal with it, without an error', async () => {
    const errors = catchErrors();
    const { frame, create } = await hostPage();
    const { backend, portal } = await create();
    await shows(portal);
    frame.remove();
    await meanwhile();
    expect(errors).to.deep.equal([]);
    expect(await backend.minted()).to.equal(1);
  });
});

describe('copies', () => {
  const copyOf = <T extends Node>(node: T) => node.cloneNode(true) as T;

  it('a clone of a live element gets a session of its own, and no link of the original', async () => {
    const backend = await Backend.create();
    const first = await PortalHarness.parse(
      `<${TAG} endpoint="${backend.endpoint}" src="${backend.link(77)}" height="700"></${TAG}>`,
    );
    await shows(first);
    const { frame } = first;
    first.forget();
    const clone = copyOf(first.element);
    expect(clone.outerHTML).not.to.include(backend.portalOrigin);
    expect(clone.src).to.equal(null);
    const second = new PortalHarness(clone);
    place().append(clone);
    await shows(second);
    expect(clone.height).to.equal(700);
    expect([frame!.src, second.frame!.src]).to.deep.equal([backend.link(77), backend.link(1)]);
    expect(first.frame === frame).to.equal(true);
    expect(first.trace).to.deep.equal([]);
    expect(await openings(backend)).to.deep.equal([1, 1]);
    expect(await backend.minted()).to.equal(1);
  });

  it('a clone of an element that had its link from src alone stays idle, and says what it lacks', async () => {
    const warnings = catchWarnings();
    const backend = await Backend.create();
    const first = await PortalHarness.parse(`<${TAG} src="${backend.link(1)}"></${TAG}>`);
    await shows(first);
    const clone = copyOf(first.element);
    place().append(clone);
    await clone.updateComplete;
    expect(clone.state).to.equal('idle');
    await until('the warning', () => warnings[0]);
    expect(warnings).to.have.length(1);
    expect(await openings(backend)).to.deep.equal([1]);
  });

  for (const how of ['importNode', 'adoptNode'] as const) {
    it(`a template mints nothing, what ${how} makes of it mints one link`, async () => {
      const backend = await Backend.create();
      const markup = `<template><${TAG} endpoint="${backend.endpoint}"></${TAG}></template>`;
      const template = place(markup).querySelector('template')!;
      await meanwhile();
      expect(await backend.minted()).to.equal(0);
      const parent = place();
      parent.append(document[how](template.content, true));
      const portal = new PortalHarness(parent.querySelector(TAG)!);
      await shows(portal);
      expect(await openings(backend)).to.deep.equal([1]);
      expect(await backend.minted()).to.equal(1);
    });
  }

  it('a parsed document mints nothing, an element adopted from it one link', async () => {
    const backend = await Backend.create();
    const parsed = new DOMParser().parseFromString(`<${TAG} endpoint="${backend.endpoint}"></${TAG}>`, 'text/html');
    await meanwhile();
    expect(await backend.minted()).to.equal(0);
    const element = document.adoptNode(parsed.querySelector(TAG)!);
    place().append(element);
    await shows(new PortalHarness(element));
    expect(await backend.minted()).to.equal(1);
  });

  it('innerHTML that is written again ends the old session and begins one', async () => {
    const backend = await Backend.create();
    const parent = place(`<${TAG} endpoint="${backend.endpoint}"></${TAG}>`);
    const first = new PortalHarness(parent.querySelector(TAG)!);
    await shows(first);
    const { frame } = first;
    // Assigning what was read is the point.
    const markup = parent.innerHTML;
    parent.innerHTML = markup;
    const second = new PortalHarness(parent.querySelector(TAG)!);
    await shows(second);
    expect(first.element.state).to.equal('idle');
    expect(frame!.isConnected).to.equal(false);
    expect(await openings(backend)).to.deep.equal([1, 1]);
    expect(await backend.minted()).to.equal(2);
  });

  it('innerHTML that is written again in one task mints for the last element only', async () => {
    const backend = await Backend.create();
    const parent = place();
    for (let times = 0; times < 5; times += 1) parent.innerHTML = `<${TAG} endpoint="${backend.endpoint}"></${TAG}>`;
    await shows(new PortalHarness(parent.querySelector(TAG)!));
    expect(await backend.minted()).to.equal(1);
  });
});

describe('another document', () => {
  it('that adopts the element and gives it back: it works again, with a new link and no loop', async () => {
    const { backend, portal } = await readyPortal();
    const home = portal.element.parentElement!;
    const { page } = await hostPage();
    page.body.append(portal.element);
    expect(portal.element.ownerDocument === page).to.equal(true);
    // It listens in the window around its frame, and not in the one whose script made it.
    await shows(portal, 2);
    expect(await backend.minted()).to.equal(2);
    home.append(portal.element);
    await shows(portal, 3);
    expect(portal.frame!.src).to.equal(backend.link(3));
    expect(await backend.minted()).to.equal(3);
  });
});

describe('an element that is removed', () => {
  it('while the endpoint is asked opens no link, and begins anew when it comes back', async () => {
    const backend = await Backend.create();
    await backend.answers([{ held: true }, {}]);
    const parent = place();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    parent.append(portal.element);
    await request(backend);
    portal.element.remove();
    await backend.release();
    await meanwhile();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(await openings(backend)).to.deep.equal([]);
    parent.append(portal.element);
    await shows(portal);
    expect(portal.frame!.src).to.equal(backend.link(2));
    expect((await backend.log()).opened.map(({ number, times }) => [number, times])).to.deep.equal([[2, 1]]);
    expect(await backend.minted()).to.equal(2);
  });

  it('while the frame loads is idle and silent, and begins anew when it comes back', async () => {
    const backend = await Backend.create();
    await backend.portal([{ held: true }, {}]);
    const parent = place();
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    parent.append(portal.element);
    await backend.opened(1);
    portal.element.remove();
    await backend.release();
    await meanwhile();
    expect(portal.states).to.deep.equal(['loading', 'idle']);
    expect(portal.frame).to.equal(null);
    parent.append(portal.element);
    await shows(portal);
    expect(await openings(backend)).to.deep.equal([1, 1]);
    expect(await backend.minted()).to.equal(2);
  });

  it('with its parent, in the task in which the session ends, mints no more', async () => {
    const { backend, portal } = await readyPortal();
    portal.element.addEventListener('session-expired', () => portal.element.parentElement!.remove());
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-state-change', 4);
    await meanwhile();
    expect(portal.states).to.deep.equal(['loading', 'ready', 'expired', 'idle']);
    expect(portal.types).not.to.include('portal-refresh');
    expect(await backend.minted()).to.equal(1);
  });
});
