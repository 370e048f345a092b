/**
 * Which host pages may frame the portal and hear its messages: the domains that Scalekit's dashboard asks for. Knows
 * nothing of HTTP.
 */

/** Whoever tests an application on this computer has registered nothing, and its port may be another at each start. */
const THIS_COMPUTER = ['http://localhost:*', 'http://127.0.0.1:*'];

const ANY_PORT = ':*';

export class HostOrigins {
  /** May hold anything that a URL parser turns into an origin; read it through `sources`. */
  list: string[];

  constructor(list: string[] = THIS_COMPUTER) {
    this.list = list;
  }

  /** For `frame-ancestors`. Parsed, because a stray character would change the policy. */
  get sources(): string[] {
    return this.list.map((origin) => {
      return origin.endsWith(ANY_PORT) ? withoutPort(origin.slice(0, -ANY_PORT.length)) + ANY_PORT : originOf(origin);
    });
  }

  includes(origin: string): boolean {
    const { sources } = this;
    return sources.includes(origin) || sources.includes(withoutPort(origin) + ANY_PORT);
  }
}

function originOf(text: string): string {
  return new URL(text).origin;
}

function withoutPort(text: string): string {
  const { protocol, hostname } = new URL(text);
  return `${protocol}//${hostname}`;
}
