/** The labels follow the nearest `lang` attribute and its changes. Labels of the page take precedence. */
import { expect, fixtureSync } from '@open-wc/testing';
import { languages } from '../../src/languages/index.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { HostFrame } from '../tools/host-frame.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { sessionWarning } from '../tools/sample-messages.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

/** The labels of a language. The import registers them with the element of this page, source or drop-in. */
const labelsOf = (tag: string): PortalLabels => languages[tag]!;

const RIGHT_TO_LEFT = ['ar', 'he', 'iw'];

/** A launch button in a parent of this language. */
async function launcher(lang: string | null, labels: Partial<PortalLabels> = {}) {
  const portal = await PortalHarness.mount({ mode: 'tab', endpoint: '/none', labels });
  const parent = portal.element.parentElement!;
  if (lang !== null) parent.lang = lang;
  return { portal, parent };
}

const shows = (portal: PortalHarness, label: string): Promise<true> =>
  until(`"${label}" instead of "${portal.part('launch')?.textContent}"`, () =>
    portal.part('launch')?.textContent === label ? true : null,
  );

/** A new element in a new shadow root of another element. */
function addShadowChild(host: Element, mode: ShadowRootMode = 'open'): HTMLElement {
  const parent = document.createElement('div');
  host.attachShadow({ mode }).append(parent);
  return parent;
}

describe('the nearest lang', () => {
  const tags: Record<string, [lang: string, labels: PortalLabels][]> = {
    'may have a region and any case': [
      ['de-AT', labelsOf('de')],
      ['DE', labelsOf('de')],
      ['pt-PT', labelsOf('pt')],
      ['de_CH', labelsOf('de')],
    ],
    'selects one of the two scripts of Chinese': [
      ...['zh', 'zh-CN', 'zh-SG', 'zh-Hans-HK'].map((tag): [string, PortalLabels] => [tag, labelsOf('zh')]),
      ...['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-CN'].map((tag): [string, PortalLabels] => [
        tag,
        labelsOf('zh-Hant'),
      ]),
    ],
    'falls back to English if its language is unknown': [
      ...['en-GB', 'xx', 'deu', 'constructor', '-', '*', ''].map((tag): [string, PortalLabels] => [tag, englishLabels]),
    ],
  };
  for (const [sentence, cases] of Object.entries(tags)) {
    it(sentence, async () => {
      const { portal } = await launcher('ja');
      await shows(portal, labelsOf('ja').launch);
      for (const [tag, labels] of cases) {
        await portal.setLanguage(tag);
        expect(portal.button('launch').textContent, tag).to.equal(labels.launch);
      }
    });
  }

  it('is the attribute of the element before that of an ancestor', async () => {
    const { portal } = await launcher('de');
    portal.element.lang = 'fr';
    await shows(portal, labelsOf('fr').launch);
    portal.element.removeAttribute('lang');
    await shows(portal, labelsOf('de').launch);
  });

  it('is found through open and closed shadow roots, and when it changes outside of them', async () => {
    const { portal, parent } = await launcher('de');
    const outer = document.createElement('div');
    parent.append(outer);
    const middle = addShadowChild(outer, 'closed');
    const inner = addShadowChild(middle);
    inner.append(portal.element);
    await shows(portal, labelsOf('de').launch);
    for (const [element, lang] of [
      [parent, 'it'],
      [outer, 'fr'],
      [middle, 'nl'],
      [inner, 'sv'],
    ] as const) {
      element.setAttribute('lang', lang);
      await shows(portal, labelsOf(lang).launch);
    }
    inner.removeAttribute('lang');
    await shows(portal, labelsOf('nl').launch);
  });

  it('is found in the new place after a move', async () => {
    const { portal, parent } = await launcher('de');
    await shows(portal, labelsOf('de').launch);
    const next = document.createElement('div');
    next.lang = 'pl';
    parent.append(next);
    next.append(portal.element);
    await shows(portal, labelsOf('pl').launch);
  });

  it('is found in the new place after a moveBefore', async function () {
    if (!('moveBefore' in Element.prototype)) this.skip();
    const { portal, parent } = await launcher('de');
    await shows(portal, labelsOf('de').launch);
    const next = document.createElement('div');
    next.lang = 'pl';
    parent.append(next);
    const place = addShadowChild(next);
    (place as Element & { moveBefore(node: Node, before: null): void }).moveBefore(portal.element, null);
    await shows(portal, labelsOf('pl').launch);
    place.lang = 'fr';
    await shows(portal, labelsOf('fr').launch);
  });

  it('is found in a document with an element named "host"', async () => {
    const image = fixtureSync<HTMLImageElement>(document.createElement('img'));
    image.setAttribute('name', 'host');
    expect((document as unknown as { host: unknown }).host).to.equal(image);
    const { portal } = await launcher('de');
    await shows(portal, labelsOf('de').launch);
  });

  it('has no effect after the element has left the page', async () => {
    const { portal, parent } = await launcher('de');
    await shows(portal, labelsOf('de').launch);
    portal.element.remove();
    await portal.element.updateComplete;
    await portal.setLanguage('fr', parent);
    expect(portal.button('launch').textContent).to.equal(labelsOf('de').launch);
  });
});

describe('labels of the page', () => {
  it('replace single labels of the language', async () => {
    catchWarnings();
    const { portal } = await launcher('de', { launch: 'SSO einrichten' });
    await shows(portal, 'SSO einrichten');
    portal.element.labels = {};
    await shows(portal, labelsOf('de').launch);
  });
});

describe('addLanguages', () => {
  it('adds a language to an element that already shows', async () => {
    const { portal } = await launcher('x-late');
    await portal.element.updateComplete;
    expect(portal.button('launch').textContent).to.equal(englishLabels.launch);
    const elementClass = customElements.get('scalekit-admin-portal') as typeof ScalekitAdminPortalElement;
    elementClass.addLanguages({ 'X-Late': { ...englishLabels, launch: 'Later' } });
    await shows(portal, 'Later');
    await portal.setLanguage('en');
    expect(portal.button('launch').textContent).to.equal(englishLabels.launch);
  });
});

describe('the time at which a session ends', () => {
  const cases: [lang: string, labels: Partial<PortalLabels>, locale: string][] = [
    ['en-GB', {}, 'en-GB'],
    ['en-US', {}, 'en-US'],
    ['de', {}, 'de'],
    ['ar-EG', {}, 'ar-EG'],
    ['ko', {}, 'ko'],
    // A language without labels: the whole sentence is English.
    ['fi', {}, 'en'],
    ['fi', { endsSoon: 'Istunto päättyy {time}.' }, 'fi'],
    ['de-', {}, 'en'],
    ['not a tag', { endsSoon: '{time}' }, 'en'],
    ['', { endsSoon: '{time}' }, 'en'],
  ];
  for (const [lang, labels, locale] of cases) {
    it(`is formatted for ${locale} with lang="${lang}"${labels.endsSoon ? ' and a label of the page' : ''}`, async () => {
      const { portal } = await readyPortal({ labels, lang });
      portal.post(sessionWarning());
      await until('the notice', () => portal.part('notice'));
      const time = portal.element.expiresAt!.toLocaleTimeString(locale, { timeStyle: 'short' });
      expect(portal.part('notice')!.textContent).to.include(time);
    });
  }
});

describe('the accessible name of the frame', () => {
  it('is in the language of the page, unless frame-title is set', async () => {
    const { portal } = await readyPortal({ lang: 'de' });
    expect(portal.frame!.title).to.equal(labelsOf('de').title);
    portal.element.lang = 'fr';
    await until('the French name', () => portal.frame!.title === labelsOf('fr').title);
    await portal.set({ frameTitle: 'SSO' });
    expect(portal.frame!.title).to.equal('SSO');
  });
});

describe('at a width of 240 px', () => {
  for (const [tag, labels] of Object.entries<PortalLabels>(languages)) {
    it(`no label of ${tag} overflows, in the panel or in a button`, async () => {
      const parent = fixtureSync<HTMLElement>(document.createElement('div'));
      parent.style.width = '240px';
      parent.lang = tag;
      parent.dir = RIGHT_TO_LEFT.includes(tag) ? 'rtl' : 'ltr';
      const portal = await failedIn(parent);
      for (const [key, text] of Object.entries(labels)) {
        // Every label as the text of the panel, and as the text of the button.
        await portal.set({ labels: { ENDPOINT_UNAUTHORIZED: text, failed: text, retry: text.split('\n')[0]! } });
        expect(portal.text, key).to.include(text.split('\n')[0]!);
        expect(overflowing(portal), key).to.deep.equal([]);
      }
      expect(getComputedStyle(portal.part('error')!).direction).to.equal(parent.dir);
    });
  }

  for (const [name, show] of Object.entries(SHOWN_STATES)) {
    // This state waits for an English label.
    if (name.includes('pop-up blocked')) continue;
    it(`no German label overflows: ${name}`, async () => {
      const portal = await show();
      const parent = portal.element.parentElement!;
      parent.style.width = '240px';
      await portal.setLanguage('de');
      expect(overflowing(portal)).to.deep.equal([]);
    });
  }
});

/** A portal that shows the panel of an error. */
async function failedIn(parent: HTMLElement): Promise<PortalHarness> {
  const backend = await Backend.create({ answers: [{ status: 401 }] });
  const portal = PortalHarness.create({ endpoint: backend.endpoint });
  parent.append(portal.element);
  await portal.state('error');
  return portal;
}

/** The nodes of the element that are wider than their box or than the element. */
function overflowing({ element }: PortalHarness): string[] {
  const outer = element.getBoundingClientRect();
  return [...element.shadowRoot!.querySelectorAll<HTMLElement>('[role=status] *')]
    .filter((inner) => {
      const { left, right, width } = inner.getBoundingClientRect();
      const isWider = inner.clientWidth > 0 && inner.scrollWidth > inner.clientWidth + 1;
      return width > 0 && (left < outer.left - 1 || right > outer.right + 1 || isWider);
    })
    .map(({ localName, textContent }) => `${localName}: ${textContent}`);
}

if (target() === 'drop-in') {
  describe('the languages script', () => {
    for (const place of ['before', 'after']) {
      it(`works ${place} the drop-in, without a violation or an error`, async () => {
        const host = await HostFrame.open(`/languages-${place}`);
        host.page.documentElement.lang = 'de';
        const portal = host.mount({ mode: 'tab', endpoint: '/none' });
        await shows(portal, labelsOf('de').launch);
        expect(host.reports).to.deep.equal([]);
      });
    }
  });
}
