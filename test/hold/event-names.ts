/**
 * Names of events that pages and their libraries listen to, read from the sources of the libraries, and the message types that
 * could become such an event.
 */

const MODULES = '/node_modules';

/** The sources with the event names of each library. Livewire's script is a copy; see `test/corpora/livewire.md`. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  Alpine: [`${MODULES}/alpinejs/dist/cdn.js`],
  htmx: [`${MODULES}/htmx.org/dist/htmx.js`, `${MODULES}/htmx-2/dist/htmx.js`],
  Livewire: ['/test/corpora/livewire.txt'],
  Shoelace: [`${MODULES}/@shoelace-style/shoelace/cdn/custom-elements.json`],
  Stimulus: [`${MODULES}/@hotwired/stimulus/dist/stimulus.umd.js`],
  Turbo: [`${MODULES}/@hotwired/turbo/dist/turbo.es2017-umd.js`],
  'Vaadin Router': [`${MODULES}/@vaadin/router/dist/router.js`],
};

/** A name in quotes after a call that listens or dispatches, and an event in a custom elements manifest. */
const CALLS =
  /(?:addEventListener|dispatch\w*|CustomEvent|emit|trigger\w*|#trigger|fire\w*)\(\s*(?:\w+,\s*)?["'`]([\w:.-]+)["'`]/g;
const MANIFEST = /"name":\s*"(sl-[\w-]+)"/g;
const SEPARATOR = /[-_:.]/;

async function namesOf(sources: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(sources.map(async (source) => (await fetch(source)).text()));
  const found = texts.flatMap((text) => [...text.matchAll(CALLS), ...text.matchAll(MANIFEST)]);
  const names = found.map(([call, name]) => (call.startsWith('fireRouterEvent') ? `vaadin-router-${name}` : name!));
  return [...new Set(names)].filter((name) => SEPARATOR.test(name));
}

/** Every event with a separator in its name, by library. */
export async function libraryEvents(): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = Object.entries(SOURCES).map(async ([library, sources]) => [library, await namesOf(sources)] as const);
  return new Map(await Promise.all(entries));
}

/** The browser's events, with and without a handler attribute. None has a separator. */
export function domEvents(): string[] {
  const names = [Window, Document, HTMLElement].flatMap(({ prototype }) => {
    const keys = Object.getOwnPropertyNames(prototype === Window.prototype ? window : prototype);
    return keys.filter((key) => key.startsWith('on')).map((key) => key.slice(2));
  });
  return [...new Set([...names, 'DOMContentLoaded', 'focusin', 'focusout', 'compositionstart', 'compositionend'])];
}

/** Usual event names of applications. */
export const APPLICATION_EVENTS = [
  'delete-member',
  'delete-confirmed',
  'modal-close',
  'close-modal',
  'user-logged-out',
  'app-refresh',
  'notify-user',
  'cart-updated',
  'before-render',
  'state-changed',
] as const;

/** Message types that become this event name, and some that a careless rule would accept. */
export function spellings(name: string): string[] {
  const words = name.toLowerCase().split(SEPARATOR);
  const forms = [
    words,
    words.map((word) => word.toUpperCase()),
    words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)),
  ];
  const joined = forms.flatMap((form) => ['_', '.'].map((separator) => form.join(separator)));
  // Of three words and more, one separator of each kind.
  const mixed = words.length > 2 ? [words.join('_').replace('_', '.'), words.join('.').replace('.', '_')] : [];
  return [...new Set([name, ...joined, ...mixed])];
}
