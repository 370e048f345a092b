/**
 * A host page in a frame of the test page, of any width: an empty page of the kinds in `host-page.ts`, or a page that runs
 * libraries before the drop-in (`library-page.html`). Runs in the page; a test's frames are removed after it.
 */
import { fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { target, until } from './backend.ts';
import { PortalHarness } from './portal-harness.ts';

/** What runs in a page before the element is registered. */
export interface LibraryPage {
  /** Addresses of scripts, in their order. */
  readonly scripts?: readonly string[];
  /** JavaScript that runs after the scripts. */
  readonly code?: string;
}

export class HostFrame {
  readonly frame: HTMLIFrameElement;

  private constructor(frame: HTMLIFrameElement) {
    this.frame = frame;
  }

  private static async load(src: string, width: number): Promise<HostFrame> {
    const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    frame.style.cssText = `width: ${width}px; height: 700px; border: 0`;
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = src;
    await loaded;
    return new HostFrame(frame);
  }

  /** An empty page; `path` is what follows the target in its address. */
  static open(path = '', width = 1000): Promise<HostFrame> {
    return HostFrame.load(`/host/${target()}${path}`, width);
  }

  /** A page that runs libraries first, then registers the element. */
  static async openLibrary({ scripts = [], code = '' }: LibraryPage, width = 1000): Promise<HostFrame> {
    const parameters = [['target', target()], ['code', code], ...scripts.map((address) => ['script', address])];
    const host = await HostFrame.load(`/test/tools/library-page.html?${new URLSearchParams(parameters)}`, width);
    await until('the element is registered', () => host.view.customElements.get('scalekit-admin-portal'));
    return host;
  }

  get page(): Document {
    return this.frame.contentDocument!;
  }

  get view(): Window & typeof globalThis {
    return this.frame.contentWindow as Window & typeof globalThis;
  }

  /** A new element of this page, not on it yet. */
  create(values: Partial<ScalekitAdminPortalElement> = {}): PortalHarness {
    return new PortalHarness(Object.assign(this.page.createElement('scalekit-admin-portal'), values));
  }

  /** Runs a function body in the page, with the page's own built-ins. */
  run(code: string, ...values: unknown[]): unknown {
    return this.view.Function('values', code)(values) as unknown;
  }

  /** Lets a portal post a message: it obeys its parent alone, and the sender is the page whose code runs. */
  say(portal: PortalHarness, message: unknown): void {
    this.run(
      "values[0].contentWindow.postMessage({ command: 'post', message: values[1] }, '*')",
      portal.frame,
      message,
    );
  }
}
