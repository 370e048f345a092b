/** Which words people see: those of the nearest `lang`, wherever it is and whenever it changes; the page's own come first. */
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

/** The import has registered them with the element of this page, source or drop-in. */
const of = (tag: string): PortalLabels => languages[tag]!;

const RIGHT_TO_LEFT = ['ar', 'he', 'iw'];

/** A button with its word, in a parent of this language. */
async function launcher(lang: string | null, labels: Partial<PortalLabels> = {}) {
  const portal = await PortalHarness.mount({ mode: 'tab', endpoint: '/none', labels });
  const parent = portal.element.parentElement!;
  if (lang !== null) parent.lang = lang;
  return { portal, parent };
}

const says = (portal: PortalHarness, word: string): Promise<true> =>
  until(`"${word}" in place of "${portal.part('launch')?.textContent}"`, () =>
    portal.part('launch')?.textContent === word ? true : null,
  );

/** The parent of what is inside of another shadow tree. */
function inside(host: Element, mode: ShadowRootMode = 'open'): HTMLElement {
  const parent = document.createElement('div');
  host.attachShadow({ mode }).append(parent);
  return parent;
}

describe('the nearest lang', () => {
  const tags: Record<string, [lang: string, words: PortalLabels][]> = {
    'is found with a region, in any case': [
      ['de-AT', of('de')],
      ['DE', of('de')],
      ['pt-PT', of('pt')],
      ['de_CH', of('de')],
    ],
    'chooses between the two scripts of Chinese': [
      ...['zh', 'zh-CN', 'zh-SG', 'zh-Hans-HK'].map((tag): [string, PortalLabels] => [tag, of('zh')]),
      ...['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-CN'].map((tag): [string, PortalLabels] => [
        tag,
        of('zh-Hant'),
      ]),
    ],
    'is English where there are no words of it': [
      ...['en-GB', 'xx', 'deu', 'constructor', '-', '*', ''].map((tag): [string, PortalLabels] => [tag, englishLabels]),
    ],
  };
  for (const [sentence, cases] of Object.entries(tags)) {
    it(sentence, async () => {
      const { portal } = await launcher('ja');
      await says(portal, of('ja').launch);
      for (const [tag, words] of cases) {
        await portal.speak(tag);
        expect(portal.part('launch')!.textContent, tag).to.equal(words.launch);
      }
    });
  }

  it('is that of the element itself before that of an ancestor', async () => {
    const { portal } = await launcher('de');
    portal.element.lang = 'fr';
    await says(portal, of('fr').launch);
    portal.element.removeAttribute('lang');
    await says(portal, of('de').launch);
  });

  it('is found through shadow roots, closed ones too, and when it changes outside of them', async () => {
    const { portal, parent } = await launcher('de');
    const outer = document.createElement('div');
    parent.append(outer);
    const middle = inside(outer, 'closed');
    const inner = inside(middle);
    inner.append(portal.element);
    await says(portal, of('de').launch);
    parent.lang = 'it';
    await says(portal, of('it').launch);
    outer.lang = 'fr';
    await says(portal, of('fr').launch);
    middle.setAttribute('lang', 'nl');
    await says(portal, of('nl').launch);
    inner.setAttribute('lang', 'sv');
    await says(portal, of('sv').launch);
    inner.removeAttribute('lang');
    await says(portal, of('nl').launch);
  });

  it('is that of the new place after a move', async () => {
    const { portal, parent } = await launcher('de');
    await says(portal, of('de').launch);
    const next = document.createElement('div');
    next.lang = 'pl';
    parent.append(next);
    next.append(portal.element);
    await says(portal, of('pl').launch);
  });

  it('is that of the new place after a move that keeps the session', async function () {
    if (!('moveBefore' in Element.prototype)) this.skip();
    const { portal, parent } = await launcher('de');
    await says(portal, of('de').launch);
    const next = document.createElement('div');
    next.lang = 'pl';
    parent.append(next);
    const place = inside(next);
    (place as Element & { moveBefore(node: Node, before: null): void }).moveBefore(portal.element, null);
    await says(portal, of('pl').launch);
    place.lang = 'fr';
    await says(portal, of('fr').launch);
  });

  it('is found in a document that has an element of the name "host"', async () => {
    const image = fixtureSync<HTMLImageElement>(document.createElement('img'));
    image.setAttribute('name', 'host');
    expect((document as unknown as { host: unknown }).host).to.equal(image);
    const { portal } = await launcher('de');
    await says(portal, of('de').launch);
  });

  it('is not looked for any more when the element has left the page', async () => {
    const { portal, parent } = await launcher('de');
    await says(portal, of('de').launch);
    portal.element.remove();
    await portal.element.updateComplete;
    await portal.speak('fr', parent);
    expect(portal.part('launch')!.textContent).to.equal(of('de').launch);
  });
});

describe('labels', () => {
  it('come before the words of the language, one by one', async () => {
    catchWarnings();
    const { portal } = await launcher('de', { launch: 'SSO einrichten' });
    await says(portal, 'SSO einrichten');
    portal.element.labels = {};
    await says(portal, of('de').launch);
  });
});

describe('addLanguages', () => {
  it('adds a language while the element shows', async () => {
    const { portal } = await launcher('x-late');
    await portal.element.updateComplete;
    expect(portal.part('launch')!.textContent).to.equal(englishLabels.launch);
    const elementClass = customElements.get('scalekit-admin-portal') as typeof ScalekitAdminPortalElement;
    elementClass.addLanguages({ 'X-Late': { ...englishLabels, launch: 'Later' } });
    await says(portal, 'Later');
    await portal.speak('en');
    expect(portal.part('launch')!.textContent).to.equal(englishLabels.launch);
  });
});

describe('the time at which a session ends', () => {
  const cases: [lang: string, labels: Partial<PortalLabels>, locale: string][] = [
    ['en-GB', {}, 'en-GB'],
    ['en-US', {}, 'en-US'],
    ['de', {}, 'de'],
    ['ar-EG', {}, 'ar-EG'],
    ['ko', {}, 'ko'],
    // No words of this language: English in whole.
    ['fi', {}, 'en'],
    ['fi', { endsSoon: 'Istunto päättyy {time}.' }, 'fi'],
    ['de-', {}, 'en'],
    ['not a tag', { endsSoon: '{time}' }, 'en'],
    ['', { endsSoon: '{time}' }, 'en'],
  ];
  for (const [lang, labels, locale] of cases) {
    it(`is written as in ${locale} for lang="${lang}"${labels.endsSoon ? ' and words of the page' : ''}`, async () => {
      const { portal } = await readyPortal({ labels, lang });
      portal.say(sessionWarning());
      await until('the notice', () => portal.part('notice'));
      const time = portal.element.expiresAt!.toLocaleTimeString(locale, { timeStyle: 'short' });
      expect(portal.part('notice')!.textContent).to.include(time);
    });
  }
});

describe('the accessible name of the frame', () => {
  it('is in the language of the page, unless the page gives one', async () => {
    const { portal } = await readyPortal({ lang: 'de' });
    expect(portal.frame!.title).to.equal(of('de').title);
    portal.element.lang = 'fr';
    await until('the French name', () => portal.frame!.title === of('fr').title);
    portal.element.frameTitle = 'SSO';
    await portal.element.updateComplete;
    expect(portal.frame!.title).to.equal('SSO');
  });
});

describe('at a width of 240 px', () => {
  for (const [tag, labels] of Object.entries<PortalLabels>(languages)) {
    it(`no text of ${tag} is cut, in any state`, async () => {
      const parent = fixtureSync<HTMLElement>(document.createElement('div'));
      parent.style.width = '240px';
      parent.lang = tag;
      parent.dir = RIGHT_TO_LEFT.includes(tag) ? 'rtl' : 'ltr';
      const portal = await failed(parent);
      for (const [key, text] of Object.entries(labels)) {
        // Every text in the place of a panel's, and in that of a button's.
        portal.element.labels = { ENDPOINT_UNAUTHORIZED: text, failed: text, retry: text.split('\n')[0]! };
        await portal.element.updateComplete;
        expect(portal.words, key).to.include(text.split('\n')[0]!);
        expect(cut(portal), key).to.deep.equal([]);
      }
      expect(getComputedStyle(portal.part('error')!).direction).to.equal(parent.dir);
    });
  }

  for (const [name, show] of Object.entries(SHOWN_STATES)) {
    // It waits for a word of English.
    if (name.includes('pop-up blocked')) continue;
    it(`nothing is cut in German: ${name}`, async () => {
      const portal = await show();
      const parent = portal.element.parentElement!;
      parent.style.width = '240px';
      await portal.speak('de');
      expect(cut(portal)).to.deep.equal([]);
    });
  }
});

/** A portal that shows the panel of an error. */
async function failed(parent: HTMLElement): Promise<PortalHarness> {
  const backend = await Backend.create();
  await backend.answers([{ status: 401 }]);
  const portal = PortalHarness.create({ endpoint: backend.endpoint });
  parent.append(portal.element);
  await portal.state('error');
  return portal;
}

/** Everything in the element that is wider than its place. */
function cut({ element }: PortalHarness): string[] {
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
  describe('the script of the languages', () => {
    for (const place of ['before', 'after']) {
      it(`works when it is loaded ${place} the drop-in, and reports nothing`, async () => {
        const host = await HostFrame.open(`/languages-${place}`);
        host.page.documentElement.lang = 'de';
        const portal = host.create({ mode: 'tab', endpoint: '/none' });
        host.page.body.append(portal.element);
        await says(portal, of('de').launch);
        expect((host.view as unknown as { reports: unknown[] }).reports).to.deep.equal([]);
      });
    }
  });
}
