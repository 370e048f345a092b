/**
 * Kinds of pages that people reported about other embeds, with the unchanged libraries. docs/reported-pages.md has the
 * sources and the results.
 */
import { expect } from '@open-wc/testing';
import { LibraryPage, type LibraryHtml } from '../hold/library-page.ts';
import { until } from '../tools/backend.ts';
import { reportTests } from '../tools/figures.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';

reportTests('Host pages', 'pages from reports about other embeds');

const script = (path: string) => `<script src="/node_modules/${path}"></script>`;

const isReady = (page: LibraryPage) => until('the portal shows', () => page.element.state === 'ready');

/** Opens a page, and waits until its portal shows. */
async function openReady(html: LibraryHtml): Promise<LibraryPage> {
  const page = await LibraryPage.load(html);
  await isReady(page);
  return page;
}

/** Waits until a second session shows. It must cost one more link. */
async function expectSecondSession(page: LibraryPage): Promise<void> {
  await until('a second session', async () => (await page.backend.log()).opened.length === 2);
  await isReady(page);
  expect(await page.backend.minted()).to.equal(2);
}

function expectNoErrors({ effects }: LibraryPage): void {
  expect(effects.filter((effect) => effect.startsWith('error'))).to.deep.equal([]);
}

/** One link was minted and opened once, and nothing was thrown. */
async function expectOneSession(page: LibraryPage): Promise<void> {
  expect(page.element.state).to.equal('ready');
  expect(await page.backend.openings()).to.deep.equal({ 1: 1 });
  expect(await page.backend.minted(), 'links').to.equal(1);
  expectNoErrors(page);
}

const textOf = ({ element }: LibraryPage) => element.shadowRoot!.querySelector('[role=status]')!.textContent.trim();

/** The frame has its full size. */
function expectFullSize({ element }: LibraryPage): void {
  const { width, height } = element.shadowRoot!.querySelector('iframe')!.getBoundingClientRect();
  expect(height, 'height').to.be.at.least(600);
  expect(width, 'width').to.be.at.least(240);
}

/** Pages that must not change anything for the portal. */
const HARMLESS: Readonly<Record<string, LibraryHtml>> = {
  'Dark Reader': {
    head: script('darkreader/darkreader.js'),
    body: '{portal}<script>DarkReader.setFetchMethod(fetch); DarkReader.enable();</script>',
  },
  'the polyfill for scoped registries': {
    early: script('@webcomponents/scoped-custom-element-registry/scoped-custom-element-registry.min.js'),
    body: '{portal}',
  },
  'the polyfill for custom elements': {
    early: script('@webcomponents/custom-elements/custom-elements.min.js'),
    body: '{portal}',
  },
  Yett: {
    early: `<script>window.YETT_BLACKLIST = [/tracker/]</script>${script('yett/dist/yett.min.js')}`,
    body: '{portal}<script src="/tracker.js"></script>',
  },
  Panzoom: {
    head: script('@panzoom/panzoom/dist/panzoom.js'),
    body: '<div><div id="zoomed">{portal}</div></div><script>Panzoom(document.getElementById("zoomed")).zoom(0.5)</script>',
  },
  'functions on Object.prototype and Array.prototype': {
    early: `<script>
      Object.prototype.each = function () {};
      Object.prototype.version = '1.0';
      Array.prototype.last = function () { return this[this.length - 1]; };
    </script>`,
    body: '{portal}',
  },
  'a reset of all properties': {
    early: '<style>* { all: unset } html, body { display: block } script, style, head { display: none }</style>',
    body: '{portal}',
  },
  'transitions of everything': { early: '<style>* { transition: all 0.3s !important }</style>', body: '{portal}' },
  'an editable page': { body: '<div contenteditable>{portal}</div>' },
  'an SVG drawing': {
    body: `<svg width="900" height="700"><foreignObject width="900" height="700">{portal}</foreignObject></svg>`,
  },
};

describe('a page from a report', () => {
  for (const [name, html] of Object.entries(HARMLESS)) {
    it(`shows the portal with one link: ${name}`, async () => {
      const page = await openReady(html);
      await expectOneSession(page);
      if (name !== 'Panzoom') expectFullSize(page);
    });

    it(`renews the session with one more link: ${name}`, async () => {
      const page = await openReady(html);
      page.view.command({ command: 'post', message: sessionExpiry() });
      await expectSecondSession(page);
      expectNoErrors(page);
    });
  }
});

describe('text that another script has changed', () => {
  const marked = { head: script('mark.js/dist/mark.js'), body: '{portal}' };
  type Marker = new (context: Element) => { mark: (word: string) => void };

  it('is replaced when the labels change', async () => {
    const page = await LibraryPage.open(marked);
    await page.post([sessionWarning()]);
    await until('the notice', () => textOf(page) !== '');
    const Mark = (page.view as unknown as { Mark: Marker }).Mark;
    for (const part of page.element.shadowRoot!.querySelectorAll('p, button')) new Mark(part).mark('session');
    const before = textOf(page);
    expect(page.element.shadowRoot!.querySelector('mark'), 'a marked word').to.not.equal(null);
    page.element.labels = { endsSoon: 'Noch kurz', renew: 'Verlängern' };
    await page.element.updateComplete;
    expect(textOf(page)).to.not.equal(before);
    expect(textOf(page)).to.match(/^Noch kurz\s*Verlängern$/);
  });
});

describe('an element that is moved to another window', () => {
  // As in panels that pop out, and in document picture-in-picture. The other window here is that of a frame.
  it('starts a session there, and receives messages of its portal', async () => {
    const page = await openReady({ body: '{portal}<iframe id="other" width="900" height="700"></iframe>' });
    const other = page.document.querySelector<HTMLIFrameElement>('#other')!;
    other.contentDocument!.body.append(page.element);
    await expectSecondSession(page);
    const received = new Promise((resolve) => page.element.addEventListener('portal-message', resolve, { once: true }));
    const frame = page.element.shadowRoot!.querySelector('iframe')!;
    const post = (other.contentWindow as LibraryPage['view']).Function(
      'frame',
      'message',
      "frame.contentWindow.postMessage({ command: 'post', message }, '*')",
    );
    post(frame, sessionWarning());
    await received;
    expect(await page.backend.minted()).to.equal(2);
  });
});

describe('a page with tabs and dialogs of Bootstrap', () => {
  const bootstrap = script('bootstrap/dist/js/bootstrap.bundle.js');
  const css = '<link rel="stylesheet" href="/node_modules/bootstrap/dist/css/bootstrap.css">';
  type Shown = new (element: Element) => { show: () => void };
  const PLACES: Readonly<Record<string, { body: string; kind: string }>> = {
    'a tab': {
      kind: 'Tab',
      body: `<ul class="nav nav-tabs"><li><button class="nav-link active" data-bs-toggle="tab" data-bs-target="#home">Home</button></li>
<li><button id="opener" class="nav-link" data-bs-toggle="tab" data-bs-target="#sso">SSO</button></li></ul>
<div class="tab-content"><div id="home" class="tab-pane active">Home</div><div id="sso" class="tab-pane">{portal}</div></div>`,
    },
    'a modal dialog': {
      kind: 'Modal',
      body: '<div id="opener" class="modal" tabindex="-1"><div class="modal-dialog modal-xl"><div class="modal-content">{portal}</div></div></div>',
    },
    'a collapsed section': { kind: 'Collapse', body: '<div id="opener" class="collapse">{portal}</div>' },
    'an off-canvas panel': {
      kind: 'Offcanvas',
      body: '<div id="opener" class="offcanvas offcanvas-end" tabindex="-1">{portal}</div>',
    },
  };
  for (const [name, { body, kind }] of Object.entries(PLACES)) {
    it(`requests its one link when it opens: ${name}`, async () => {
      const page = await LibraryPage.load({ head: css + bootstrap, body });
      // An element that starts too early has requested its link when another portal shows.
      await openReady({ body: '{portal}' });
      // A closed off-canvas panel is rendered, only outside of the viewport.
      expect(await page.backend.minted(), 'links while it is closed').to.equal(kind === 'Offcanvas' ? 1 : 0);
      const { bootstrap: library } = page.view as unknown as { bootstrap: Record<string, Shown> };
      new library[kind]!(page.document.querySelector('#opener')!).show();
      await isReady(page);
      await expectOneSession(page);
    });
  }
});

describe('a dialog of jQuery UI, which moves its content', () => {
  const head = script('jquery/dist/jquery.js') + script('jquery-ui/dist/jquery-ui.js');
  const dialog = 'jQuery("#settings").dialog({ width: 700 })';

  it('costs one more link when it opens, because browsers reload a moved frame', async () => {
    const page = await openReady({ head, body: '<div id="settings">{portal}</div>' });
    page.view.Function(dialog)();
    await expectSecondSession(page);
    expect(await page.backend.openings()).to.deep.equal({ 1: 1, 2: 1 });
  });
});

describe('a session recorder (rrweb)', () => {
  it('records no link', async () => {
    const page = await openReady({
      head: script('rrweb/dist/rrweb.umd.cjs'),
      body: '{portal}<script>window.recorded = []; rrweb.record({ emit: (event) => recorded.push(JSON.stringify(event)) });</script>',
    });
    const recorded = () => (page.view as unknown as { recorded: string[] }).recorded.join();
    page.element.append('something new');
    await until('a change is recorded', () => recorded().includes('something new'));
    expect(recorded()).to.not.include(page.backend.link(1));
    await expectOneSession(page);
  });
});

describe('a sanitizer (DOMPurify)', () => {
  it('removes the tag', async () => {
    const page = await openReady({ head: script('dompurify/dist/purify.js'), body: '{portal}' });
    const { DOMPurify } = page.view as unknown as { DOMPurify: { sanitize: (html: string) => string } };
    expect(DOMPurify.sanitize('<b>a</b><scalekit-admin-portal endpoint="/x"></scalekit-admin-portal>')).to.equal(
      '<b>a</b>',
    );
  });
});

describe('a page with <base>', () => {
  it('resolves a relative endpoint against it', async () => {
    const page = await LibraryPage.load({
      early: `<base href="/elsewhere/" target="_blank"><script>
        const send = fetch;
        window.answers = [];
        window.fetch = async (...request) => {
          const response = await send(...request);
          answers.push(response.url);
          return response;
        };
      </script>`,
      body: '<scalekit-admin-portal id="own" endpoint="link"></scalekit-admin-portal>{portal}',
    });
    const own = page.document.querySelector<LibraryPage['element']>('#own')!;
    await until('an error', () => own.state === 'error');
    const { answers } = page.view as unknown as { answers: string[] };
    expect(answers).to.include(`${location.origin}/elsewhere/link`);
  });
});

describe('a declarative shadow root', () => {
  it('does not cover the portal', async () => {
    const page = await LibraryPage.load({ body: '<div id="place"></div>' });
    const place = page.document.querySelector('#place')!;
    place.setHTMLUnsafe(
      `<scalekit-admin-portal endpoint="${page.backend.endpoint}"><template shadowrootmode="open"><b>x</b></template></scalekit-admin-portal>`,
    );
    const element = place.firstElementChild as LibraryPage['element'];
    await until('the portal shows', () => element.state === 'ready');
    expect(element.shadowRoot!.querySelector('b')).to.equal(null);
    expect(await page.backend.minted()).to.equal(1);
  });
});
