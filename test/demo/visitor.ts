/** A visitor of the host application. It keeps cookies as a browser does, and follows no redirects. */

export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** A visitor who has opened the settings, which signs in an administrator. */
  static async signedIn(origin: string): Promise<Visitor> {
    const visitor = new Visitor(origin);
    await visitor.get('/settings/security');
    return visitor;
  }

  /** A visitor who is no administrator. */
  static async member(origin: string): Promise<Visitor> {
    const visitor = new Visitor(origin);
    await visitor.postForm('/sign-in', { person: 'jonas' });
    return visitor;
  }

  get(path: string, init: RequestInit = {}): Promise<Response> {
    return this.#send(path, init);
  }

  async text(path: string): Promise<string> {
    return (await this.get(path)).text();
  }

  async json(path: string): Promise<any> {
    return (await this.get(path)).json();
  }

  postForm(path: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  postJson(path: string, body: unknown): Promise<Response> {
    const headers = { 'Content-Type': 'application/json' };
    return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** The `Cookie` header. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('Cookie', this.cookie);
    const response = await fetch(this.#origin + path, { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}
