/**
 * Searches any value for a link: strings, nested objects, errors with their stack and cause, serialised elements. A link is an
 * address that the test backend mints, also in its encoded form.
 */

/** It contains a random id, so that nothing else on a test page matches. */
const LINK = /portal(?:\/|%2f)[\da-f]{8}-[\da-f-]{27}(?:\/|%2f)\d+/i;
/** A message may have megabytes. The scan checks at most so many objects in it. */
const MOST_OBJECTS = 10_000;

const textOf = (element: Element): string[] => [
  element.outerHTML,
  new XMLSerializer().serializeToString(element),
  // Includes shadow roots that the page can serialise. Those of the element must not be.
  ...('getHTML' in element ? [element.getHTML({ serializableShadowRoots: true })] : []),
  // As in a message or a log line.
  // eslint-disable-next-line @typescript-eslint/no-base-to-string
  String(element),
];

/** The keys and values of an object, also those that are not enumerable, such as the message and stack of an error. */
function contents(value: object): unknown[] {
  if (value instanceof Element) return textOf(value);
  if (value instanceof Map) return [...value.entries()].flat();
  if (value instanceof Set) return [...value];
  const found: unknown[] = [...Object.keys(value)];
  // A hostile payload may have properties that throw. They cannot leak.
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

/** Whether a value contains a link. */
export function containsLink(root: unknown): boolean {
  const seen = new Set<unknown>();
  const waiting = [root];
  for (const value of waiting) {
    if (typeof value === 'string' && LINK.test(value)) return true;
    if (typeof value !== 'object' || value === null || seen.has(value) || isOpaque(value)) continue;
    seen.add(value);
    // Not `push(...)`: a payload may have more entries than a call can have arguments.
    if (seen.size < MOST_OBJECTS) for (const inner of contents(value)) waiting.push(inner);
  }
  return false;
}
