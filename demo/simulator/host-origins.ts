/**
 * Which host pages may frame the portal and receive its messages: the allowed domains of Scalekit's dashboard. This file knows
 * nothing about HTTP.
 */

/** The default. For local tests, nobody has to register an origin, and the application's port may change at each start. */
const THIS_COMPUTER = ['http://localhost:*', 'http://127.0.0.1:*'];

const ANY_PORT = ':*';

export class HostOrigins {
  /** Any strings that a URL parser turns into an origin. Read them through `sources`. */
  list: string[];

  constructor(list: string[] = THIS_COMPUTER) {
    this.list = list;
  }

  /** The sources for `frame-ancestors`. They are parsed, because a stray character would change the policy. */
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
