/**
 * Selects the visible texts: the page's own `labels` first, then those of the page's language if it was added, else English.
 * It knows `lang` attributes and the trees that they are in, and nothing about the view.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { completeLabels, englishLabels, type PortalLabels } from './portal-labels.js';

/** The parts of the element that hold its texts. */
interface PortalWordsHost extends Element, ReactiveControllerHost {
  readonly labels: Partial<PortalLabels> | null | undefined;
  readonly frameTitle: string | null | undefined;
}

/** By BCP 47 tag, in lower case. */
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

  /** The visible texts, and the locale for formatted times. */
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

  /** Finds the nearest `lang`, and observes every place where a nearer one may appear. */
  hostUpdate(): void {
    // Lit updates an element once more after it has left the page.
    if (!this.#host.isConnected) return;
    connected.add(this.#host);
    let nearest: Element | null = null;
    for (let element: Element | undefined = this.#host; element;) {
      nearest ??= element.closest('[lang]');
      const root: Node = element.getRootNode();
      this.#observer.observe(root, { attributeFilter: ['lang'], subtree: true });
      // Checks the type and not `host`: a document with an `<img name="host">` has a `host`, too.
      element = root.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? (root as ShadowRoot).host : undefined;
    }
    // Some pages write `de_AT`.
    this.#tag = (nearest?.getAttribute('lang') ?? '').toLowerCase().replace(/_/g, '-');
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
    connected.delete(this.#host);
  }
}
