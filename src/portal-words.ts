/**
 * Which words people see: those of the page's language where it was added, else English, and before both the page's own. It
 * knows `lang` attributes and the trees that they are in, and not where the words show.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { completeLabels, englishLabels, type PortalLabels } from './portal-labels.js';

/** The part of the element that is named in words. */
interface PortalWordsHost extends Element, ReactiveControllerHost {
  readonly labels: Partial<PortalLabels> | null | undefined;
  readonly frameTitle: string | null | undefined;
}

/** By BCP 47 tag, in small letters. */
const languages = new Map<string, PortalLabels>([['en', englishLabels]]);
const connected = new Set<ReactiveControllerHost>();

export const addLanguages = (added: Record<string, PortalLabels>): void => {
  for (const [tag, labels] of Object.entries(added)) languages.set(tag.toLowerCase(), labels);
  for (const host of connected) host.requestUpdate();
};

/** RFC 4647, "Lookup": `de-at` finds `de`. */
const labelsOf = (tag: string): PortalLabels | undefined => {
  const parts = tag.split('-');
  while (parts.length > 0 && !languages.has(parts.join('-'))) parts.pop();
  return languages.get(parts.join('-'));
};

const isLocale = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

export class PortalWords implements ReactiveController {
  readonly #host: PortalWordsHost;
  readonly #observer: MutationObserver;
  #tag = '';

  constructor(host: PortalWordsHost) {
    this.#host = host;
    this.#observer = new MutationObserver(() => host.requestUpdate());
    host.addController(this);
  }

  /** The visible words, and the locale of all that is formatted among them. */
  get current(): { labels: PortalLabels; locale: string } {
    const { labels: own } = this.#host;
    const labels = labelsOf(this.#tag);
    const isInLanguage = (labels ?? own?.endsSoon) && isLocale(this.#tag);
    return { labels: completeLabels(own, labels), locale: isInLanguage ? this.#tag : 'en' };
  }

  get frameTitle(): string {
    const { frameTitle } = this.#host;
    return frameTitle && frameTitle !== englishLabels.title ? frameTitle : this.current.labels.title;
  }

  /** Looks for the nearest `lang`, and from then on at every other one that may come to be it. */
  hostUpdate(): void {
    // An element that has left the page is updated once more.
    if (!this.#host.isConnected) return;
    connected.add(this.#host);
    let nearest: Element | null = null;
    for (let element: Element | undefined = this.#host; element;) {
      nearest ??= element.closest('[lang]');
      const root: Node = element.getRootNode();
      this.#observer.observe(root, { attributeFilter: ['lang'], subtree: true });
      // A document with an `<img name="host">` has a host, too.
      element = root.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? (root as ShadowRoot).host : undefined;
    }
    // People write `de_AT`, too.
    this.#tag = (nearest?.getAttribute('lang') ?? '').toLowerCase().replace(/_/g, '-');
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    connected.delete(this.#host);
  }
}
