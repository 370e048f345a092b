/**
 * Safe access to the host page's DOM. Named elements can shadow properties of `document`, and libraries can replace
 * `addEventListener`. This file works around both. It knows the DOM's prototypes, and nothing about portals.
 */

/**
 * Reads a property of the document. `<img name="body">` shadows `document.body` (HTML standard, "DOM tree accessors"), but
 * not the getter on the prototype.
 */
export const fromDocument = <Key extends keyof Document>(key: Key): Document[Key] =>
  Reflect.get(Document.prototype, key, document);

/** The window that an element is in. It is not always the global one: an element can be moved to another window. */
export const windowOf = ({ ownerDocument }: Element): Window & typeof globalThis =>
  Reflect.get(Document.prototype, 'defaultView', ownerDocument) ?? window;

/**
 * Whether the page is handling a person's input right now. `navigator.userActivation` cannot tell: a click in the portal
 * also activates the page around it, for seconds. Not every trusted event counts: the portal can move the focus, which
 * fires some.
 */
export const isHandlingInput = (): boolean => {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing else names the event that is being handled.
  const { event } = window;
  return !!event?.isTrusted && /^(click|submit|change|key|(pointer|mouse|touch)(down|up|end))/.test(event.type);
};

/** Creates an element, even if the page shadows `document.createElement`. */
export const createElement = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- `call` picks the last overload, which is deprecated.
  Document.prototype.createElement.call(document, tag) as HTMLElementTagNameMap[Tag];

/** Whether the element's content is dark: its `color-scheme` decides, and the person's preference if that allows both. */
export const isDark = (element: Element): boolean => {
  const { colorScheme } = getComputedStyle(element);
  return (
    colorScheme.includes('dark') &&
    (!colorScheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches)
  );
};

/** Work that runs at once when it is requested, and then at most once per animation frame. */
export interface ThrottledWork {
  ask(): void;
  /** Runs the work that waits for the next animation frame. */
  hurry(): void;
}

export const oncePerFrame = (work: () => void): ThrottledWork => {
  let isResting = false;
  let isDue = false;
  const act = () => {
    isDue = isResting;
    if (isResting) return;
    isResting = true;
    work();
    // jsdom has no animation frames.
    (globalThis.requestAnimationFrame ?? setTimeout)(() => {
      isResting = false;
      if (isDue) act();
    });
  };
  const hurry = () => {
    if (isDue) work();
    isDue = false;
  };
  return { ask: act, hurry };
};

/**
 * Listens until the signal is aborted. The signal is not passed to `addEventListener`: zone.js up to 0.14 registers one
 * native listener for all listeners of a target and type, and the first aborted signal would remove it for all of them.
 */
export const listen = (
  target: EventTarget,
  types: readonly string[],
  listener: (event: never) => void,
  signal: AbortSignal,
): void => {
  const call = (name: 'addEventListener' | 'removeEventListener', type: string) => {
    // On a document, an element of this name may shadow the method.
    const owner = typeof target[name] === 'function' ? target : EventTarget.prototype;
    owner[name].call(target, type, listener as EventListener);
  };
  for (const type of types) {
    call('addEventListener', type);
    signal.addEventListener('abort', () => call('removeEventListener', type));
  }
};
