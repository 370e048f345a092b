/**
 * The last step of every report. It cuts out the administrator's cookie and headers, and every link and portal cookie, even if a
 * check has printed them. It also escapes control characters, so that texts from servers cannot control a terminal.
 */
import type { Facts } from './facts.ts';
import { secretsOf, type Call } from './call.ts';

const SHORTEST = 6;
export const CUT = '[cut]';

/** Control characters, and those that change the text direction. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;

export const printable = (text: string): string =>
  text.replace(UNPRINTABLE, (character) =>
    character === '\n' ? '\n' : `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );

/** The parts of a header or a URL that are secret, too. */
function partsOf(text: string): string[] {
  return [text, ...text.split(/[;,\s]+/).flatMap((pair) => [pair, pair.slice(pair.indexOf('=') + 1)])];
}

function seenSecrets({ endpoint, link, tag, page }: Facts): string[] {
  const replies =
    endpoint === null
      ? []
      : [
          endpoint.stranger,
          endpoint.strangerLater,
          endpoint.first,
          endpoint.second,
          endpoint.otherSite,
          endpoint.withoutToken,
        ];
  const links = [
    ...replies.flatMap((reply) => reply?.link ?? []),
    ...(link === null ? [] : [link.link.href, ...link.visit.hops.map(({ to }) => to.href)]),
  ];
  const tagged = ['src', 'csrf-token'].flatMap((name) => tag?.attributes.get(name) ?? []);
  const nonces = page.scripts.flatMap(({ attributes }) => attributes.get('nonce') ?? []);
  const queries = [...page.url.searchParams.values()];
  return [
    ...links.flatMap(pathsOf),
    ...(link?.cookies.map(({ value }) => value) ?? []),
    ...tagged.flatMap(pathsOf),
    ...nonces,
    ...queries,
  ];
}

/** A whole link is secret, and so are its query and the long parts of its path. */
function pathsOf(address: string): string[] {
  if (!URL.canParse(address)) return [address];
  const { pathname, search } = new URL(address);
  const parts = pathname.split('/').filter((part) => part.length >= 12);
  return [address, ...parts, ...(search.length > SHORTEST ? [search.slice(1)] : [])];
}

export function redactorFor(call: Call, facts: Facts | null): (text: string) => string {
  const all = [...secretsOf(call).flatMap(partsOf), ...(facts === null ? [] : seenSecrets(facts))];
  const secrets = [...new Set(all)].filter((secret) => secret.length >= SHORTEST).sort((a, b) => b.length - a.length);
  return (text) => printable(secrets.reduce((rest, secret) => rest.replaceAll(secret, CUT), text));
}
