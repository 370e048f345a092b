/**
 * Looks for a link in anything: strings, objects in depth, errors with their stack and cause, elements as they serialise.
 * A link is what the test backend mints; an encoded one counts as well.
 */

/** The ids in it are random, so nothing else on a test page looks like one. */
const LINK = /portal(?:\/|%2f)[\da-f]{8}-[\da-f-]{27}(?:\/|%2f)\d+/i;
/** A page may be sent megabytes; objects in it are looked at until so many have been seen. */
const MOST_OBJECTS = 10_000;

const textOf = (element: Element): string[] => [
  element.outerHTML,
  new XMLSerializer().serializeToString(element),
  // Shadow roots that a page may serialise: none of the element's should be.
  ...('getHTML' in element ? [element.getHTML({ serializableShadowRoots: true })] : []),
  // What an element says of itself in a message or a log line.
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  String(element),
];

/** What an object holds, also what is not enumerable: the message and stack of an error, say. */
function contents(value: object): unknown[] {
  if (value instanceof Element) return textOf(value);
  if (value instanceof Map) return [...value.entries()].flat();
  if (value instanceof Set) return [...value];
  const found: unknown[] = [...Object.keys(value)];
  // A payload may be hostile; what cannot be read cannot be told to anybody either.
  for (const key of Reflect.ownKeys(value)) {
    try {
      found.push((value as Record<PropertyKey, unknown>)[key]);
    } catch {
      continue;
    }
  }
  if (value instanceof Error || value instanceof URL) found.push(String(value));
  return found;
}

const isOpaque = (value: object) => ArrayBuffer.isView(value) || value instanceof Blob || value instanceof Window;

/** Whether there is a link in a value. */
export function holdsLink(root: unknown): boolean {
  const seen = new Set<unknown>();
  const waiting = [root];
  for (const value of waiting) {
    if (typeof value === 'string' && LINK.test(value)) return true;
    if (typeof value !== 'object' || value === null || seen.has(value) || isOpaque(value)) continue;
    seen.add(value);
    // One by one: a payload may have more entries than a call can have arguments.
    if (seen.size < MOST_OBJECTS) for (const inner of contents(value)) waiting.push(inner);
  }
  return false;
}
