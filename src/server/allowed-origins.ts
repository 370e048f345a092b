/** Checks the option `allowedOrigins` when the handler is created. A mistake in it would admit foreign pages, or no page. */
import { parseUrl } from '../link-answer.js';

const describe = (entry: unknown): string => {
  const written = typeof entry === 'string' ? JSON.stringify(entry) : `a value of type ${typeof entry}`;
  const { origin = 'null' } = (typeof entry === 'string' && parseUrl(entry)) || {};
  return `allowedOrigins: ${written} is not an origin. Write ${origin === 'null' ? 'it like "https://app.example"' : JSON.stringify(origin)}.`;
};

/** Throws a TypeError for the first entry that no browser would send as `Origin`. */
export const checkedOrigins = (origins: unknown = []): ReadonlySet<string> => {
  if (!Array.isArray(origins)) {
    throw new TypeError('allowedOrigins: give an array of origins, like ["https://app.example"].');
  }
  for (const entry of origins as readonly unknown[]) {
    const origin = typeof entry === 'string' ? parseUrl(entry)?.origin : undefined;
    // An opaque origin is serialized as `null` (HTML standard, "serialization of an origin").
    if (origin === undefined || origin === 'null' || origin !== entry) throw new TypeError(describe(entry));
  }
  return new Set(origins as readonly string[]);
};
