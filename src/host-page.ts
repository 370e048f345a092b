/**
 * Reaches the host page past what the page has put in the way: elements whose names take the place of the document's
 * properties, and libraries that replace what events are listened to with. It knows the DOM's prototypes, and nothing of
 * portals.
 */

/**
 * Reads a property of the document. `<img name="body">` takes the place of `document.body` (HTML standard, "DOM tree
 * accessors"), but not of the prototype's.
 */
export const fromDocument = <Key extends keyof Document>(key: Key): Document[Key] =>
  Reflect.get(Document.prototype, key, document);

/** The window that an element is in, whatever its document calls its own. An element may be moved to another window. */
export const windowOf = ({ ownerDocument }: Element): Window & typeof globalThis =>
  Reflect.get(Document.prototype, 'defaultView', ownerDocument) ?? window;

/**
 * Whether the page is handling what a person did just now. Not by `navigator.userActivation`: a click in the portal activates
 * the page around it, too, and for seconds. Nor by every trusted event: the portal can move the focus, which fires some.
 */
export const isHandlingInput = (): boolean => {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- Nothing else names the event that is being handled.
  const { event } = window;
  return !!event?.isTrusted && /^(click|submit|change|key|(pointer|mouse|touch)(down|up|end))/.test(event.type);
};

/** Makes an element, whatever the page calls its own. */
export const createElement = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- `call` takes the last overload, which is.
  Document.prototype.createElement.call(document, tag) as HTMLElementTagNameMap[Tag];

/** Whether what shows inside of the element is to be dark: its own `color-scheme`, and the person's wish where it has both. */
export const isDark = (element: Element): boolean => {
  const { colorScheme } = getComputedStyle(element);
  return (
    colorScheme.includes('dark') &&
    (!colorScheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches)
  );
};

/** Work that is done at once when it is asked for, and then at most once with each of the browser's frames. */
export interface FrameWork {
  ask(): void;
  /** Does what waits for the next frame. */
  hurry(): void;
}

export const oncePerFrame = (work: () => void): FrameWork => {
  let isResting = false;
  let isDue = false;
  const act = () => {
    isDue = isResting;
    if (isResting) return;
    isResting = true;
    work();
    // jsdom has no frames.
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
 * Listens until the signal is aborted. The signal is not handed to the browser: zone.js up to 0.14 shares one listener
 * of the browser's between all listeners of a target and type, and that one would end with the first signal.
 */
export const listen = (
  target: EventTarget,
  types: readonly string[],
  listener: (event: never) => void,
  signal: AbortSignal,
): void => {
  const call = (name: 'addEventListener' | 'removeEventListener', type: string) => {
    // A named element of the document is no function.
    const owner = typeof target[name] === 'function' ? target : EventTarget.prototype;
    owner[name].call(target, type, listener as EventListener);
  };
  for (const type of types) {
    call('addEventListener', type);
    signal.addEventListener('abort', () => call('removeEventListener', type));
  }
};
