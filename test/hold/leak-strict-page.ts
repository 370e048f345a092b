/**
 * A host page with response headers of its own in a frame of the test page, and all that its browser reports as broken.
 * The kinds of page are those of `host-page.ts`; each of them records from its first script on.
 */
import { fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { target } from '../tools/backend.ts';

export class StrictPage {
  readonly document: Document;
  readonly view: Window & typeof globalThis;
  /** The address of the page, with a query that no other site should see. */
  readonly url: string;

  private constructor(frame: HTMLIFrameElement) {
    this.document = frame.contentDocument!;
    this.view = frame.contentWindow as Window & typeof globalThis;
    this.url = frame.src;
  }

  static async open(kind: string, headers: Record<string, string>): Promise<StrictPage> {
    const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    frame.style.cssText = 'width: 800px; height: 500px';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = `/host/${target()}/${kind}?${new URLSearchParams(headers)}`;
    await loaded;
    return new StrictPage(frame);
  }

  /** What the browser has reported so far; a page whose recorder itself was refused has none to show. */
  get reports(): string[] {
    const { reports } = this.view as { reports?: string[] };
    if (!reports) throw new Error('The page has no recorder.');
    return reports;
  }

  /** Whether the script that registers the element was allowed to run. */
  get hasElement(): boolean {
    return this.view.customElements.get('scalekit-admin-portal') !== undefined;
  }

  create(values: Partial<ScalekitAdminPortalElement>): ScalekitAdminPortalElement {
    return Object.assign(this.document.createElement('scalekit-admin-portal'), values);
  }

  /** Reports are delivered in a task of their own. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
