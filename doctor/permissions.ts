/** Reads headers that are structured fields: `Permissions-Policy` and `Integrity-Policy`. */
import { parseDictionary, Token } from 'structured-headers';

type Member = readonly [unknown, unknown];

function readDictionary(text: string): ReadonlyMap<string, Member> {
  try {
    return parseDictionary(text);
  } catch {
    // Browsers ignore an invalid header as a whole.
    return new Map();
  }
}

const wordsOf = ([value]: Member): string[] =>
  (Array.isArray(value) ? (value as Member[]).map(([item]) => item) : [value]).map((item) =>
    item instanceof Token ? item.toString() : String(item),
  );

/** The origins that may use a feature; null: the header does not mention it. */
export function allowedFor(header: string | null, feature: string): string[] | null {
  const member = readDictionary(header ?? '').get(feature);
  return member === undefined ? null : wordsOf(member);
}

/** Whether a list of origins contains this one or `*`. */
export function listsOrigin(words: readonly string[], origin: string, self: string): boolean {
  return words.some((word) => word === '*' || (word === 'self' ? origin === self : originOf(word) === origin));
}

function originOf(word: string): string | null {
  return URL.canParse(word) ? new URL(word).origin : null;
}

/** Whether the page only runs scripts with a hash. */
export function demandsIntegrity(header: string | null): boolean {
  const member = readDictionary(header ?? '').get('blocked-destinations');
  return member !== undefined && wordsOf(member).includes('script');
}
