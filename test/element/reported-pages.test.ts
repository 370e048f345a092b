/**
 * Pages as people report them of other embeds, with the real libraries, unchanged. docs/reported-pages.md says where each
 * kind comes from, and what became of it.
 */
import { expect } from '@open-wc/testing';
import { LibraryPage, type LibraryHtml } from '../hold/library-page.ts';
import { until } from '../tools/backend.ts';
import { reportTests } from '../tools/figures.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';

reportTests('Host pages', 'pages that people reported of others');

const script = (path: string) => `<script src="/node_modules/${path}"></script>`;

/** Opens a page whose portal speaks by itself, and waits until it shows. */
async function shown(html: LibraryHtml): Promise<LibraryPage> {
  const page = await LibraryPage.load(html);
  await until('the portal shows', () => page.element.state === 'ready');
  return page;
}

/** One link was minted and opened once, and nothing was thrown. */
async function expectOneSession({ backend, element, happened }: LibraryPage): Promise<void> {
  expect(element.state).to.equal('ready');
  const { minted, opened } = await backend.log();
  expect(minted, 'links').to.equal(1);
  expect(opened.map(({ times }) => times)).to.deep.equal([1]);
  expect(happened.filter((what) => what.startsWith('error'))).to.deep.equal([]);
}

const words = ({ element }: LibraryPage) => element.shadowRoot!.querySelector('[role=status]')!.textContent.trim();

/** The portal is on the page in its whole size. */
function expectWholeSize({ element }: LibraryPage): void {
  const { width, height } = element.shadowRoot!.querySelector('iframe')!.getBoundingClientRect();
  expect(height, 'height').to.be.at.least(600);
  expect(width, 'width').to.be.at.least(240);
}

/** Attributes and scripts that show the portal as if the library were not there. */
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

describe('a page as people report them', () => {
  for (const [name, html] of Object.entries(HARMLESS)) {
    it(`shows the portal, with one link: ${name}`, async () => {
      const page = await shown(html);
      await expectOneSession(page);
      if (name !== 'Panzoom') expectWholeSize(page);
    });

    it(`renews the session, with one more link: ${name}`, async () => {
      const page = await shown(html);
      page.view.tell({ command: 'post', message: sessionExpiry() });
      await until('a second session', async () => (await page.backend.log()).opened.length === 2);
      await until('the portal shows', () => page.element.state === 'ready');
      expect(await page.backend.minted()).to.equal(2);
      expect(page.happened.filter((what) => what.startsWith('error'))).to.deep.equal([]);
    });
  }
});

describe('words that something else has changed', () => {
  const marked = { head: script('mark.js/dist/mark.js'), body: '{portal}' };
  type Marker = new (context: Element) => { mark: (word: string) => void };

  it('are replaced when there is something else to say', async () => {
    const page = await LibraryPage.open(marked);
    await page.post([sessionWarning()]);
    await until('the notice', () => words(page) !== '');
    const Mark = (page.view as unknown as { Mark: Marker }).Mark;
    for (const part of page.element.shadowRoot!.querySelectorAll('p, button')) new Mark(part).mark('session');
    const before = words(page);
    expect(page.element.shadowRoot!.querySelector('mark'), 'a changed word').to.not.equal(null);
    page.element.labels = { endsSoon: 'Noch kurz', renew: 'Verlängern' };
    await page.element.updateComplete;
    expect(words(page)).to.not.equal(before);
    expect(words(page)).to.match(/^Noch kurz\s*Verlängern$/);
  });
});

describe('an element that is moved to another window', () => {
  // As docks of panels do that pop out, and pages with document picture-in-picture. Here the other window is a frame's.
  it('begins a session there, and hears its portal', async () => {
    const page = await shown({ body: '{portal}<iframe id="other" width="900" height="700"></iframe>' });
    const other = page.document.querySelector<HTMLIFrameElement>('#other')!;
    other.contentDocument!.body.append(page.element);
    await until('a second session', async () => (await page.backend.log()).opened.length === 2);
    await until('the portal shows', () => page.element.state === 'ready');
    const heard = new Promise((resolve) => page.element.addEventListener('portal-message', resolve, { once: true }));
    const frame = page.element.shadowRoot!.querySelector('iframe')!;
    const post = (other.contentWindow as LibraryPage['view']).Function(
      'frame',
      'message',
      "frame.contentWindow.postMessage({ command: 'post', message }, '*')",
    );
    post(frame, sessionWarning());
    await heard;
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
    it(`asks for its one link when it opens: ${name}`, async () => {
      const page = await LibraryPage.load({ head: css + bootstrap, body });
      // Whatever starts too early has asked by now: another element starts and shows meanwhile.
      await shown({ body: '{portal}' });
      // An off-canvas panel is rendered while it is closed, only moved out of sight.
      expect(await page.backend.minted(), 'links while it is closed').to.equal(kind === 'Offcanvas' ? 1 : 0);
      const { bootstrap: library } = page.view as unknown as { bootstrap: Record<string, Shown> };
      new library[kind]!(page.document.querySelector('#opener')!).show();
      await until('the portal shows', () => page.element.state === 'ready');
      await expectOneSession(page);
    });
  }
});

describe('a dialog of jQuery UI, which moves what is in it', () => {
  const head = script('jquery/dist/jquery.js') + script('jquery-ui/dist/jquery-ui.js');
  const dialog = 'jQuery("#settings").dialog({ width: 700 })';

  it('that opens later costs one more: browsers load a frame anew that is moved', async () => {
    const page = await shown({ head, body: '<div id="settings">{portal}</div>' });
    page.view.Function(dialog)();
    await until('a second session', async () => (await page.backend.log()).opened.length === 2);
    await until('the portal shows', () => page.element.state === 'ready');
    const { minted, opened } = await page.backend.log();
    expect([minted, ...opened.map(({ times }) => times)]).to.deep.equal([2, 1, 1]);
  });
});

describe('a recorder of sessions (rrweb)', () => {
  it('writes down no link', async () => {
    const page = await shown({
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
  it('takes the tag out', async () => {
    const page = await shown({ head: script('dompurify/dist/purify.js'), body: '{portal}' });
    const { DOMPurify } = page.view as unknown as { DOMPurify: { sanitize: (html: string) => string } };
    expect(DOMPurify.sanitize('<b>a</b><scalekit-admin-portal endpoint="/x"></scalekit-admin-portal>')).to.equal(
      '<b>a</b>',
    );
  });
});

describe('a page with <base>', () => {
  it('has its relative endpoint asked where every relative address of the page leads', async () => {
    const page = await LibraryPage.load({
      early: `<base href="/elsewhere/" target="_blank"><script>
        const send = fetch;
        window.answered = [];
        window.fetch = async (...request) => {
          const response = await send(...request);
          answered.push(response.url);
          return response;
        };
      </script>`,
      body: '<scalekit-admin-portal id="own" endpoint="link"></scalekit-admin-portal>{portal}',
    });
    const own = page.document.querySelector<LibraryPage['element']>('#own')!;
    await until('an error', () => own.state === 'error');
    const { answered } = page.view as unknown as { answered: string[] };
    expect(answered).to.include(`${location.origin}/elsewhere/link`);
  });
});

describe('a declarative shadow root', () => {
  it('puts nothing over the portal', async () => {
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
