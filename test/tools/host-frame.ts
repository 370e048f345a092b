/**
 * A host page in a frame of the test page: an empty page of a kind in `host-page.ts`, a page that runs libraries before the
 * drop-in (`library-page.html`), or a page without the element. Runs in the page. The frame is removed after the test.
 */
import { fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type BackendSetup } from './backend.ts';
import { PortalHarness, type MountedPortal } from './portal-harness.ts';

type Values = Partial<ScalekitAdminPortalElement>;

/** The scripts that run in a page before the element is registered. */
export interface LibraryPage {
  /** Addresses of scripts, in order. */
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

  /** An empty page that loads the element; `path` follows the target in its address. */
  static open(path = '', width = 1000): Promise<HostFrame> {
    return HostFrame.load(`/host/${target()}${path}`, width);
  }

  /** A page that runs libraries first, then registers the element. */
  static async openLibrary({ scripts = [], code = '' }: LibraryPage, width = 1000): Promise<HostFrame> {
    const parameters = [['target', target()], ['code', code], ...scripts.map((address) => ['script', address])];
    const host = await HostFrame.load(`/test/tools/library-page.html?${new URLSearchParams(parameters)}`, width);
    await until('the element is registered', () => host.hasElement);
    return host;
  }

  /** An empty page that does not load the element. */
  static openEmpty(): Promise<HostFrame> {
    return HostFrame.load('/frame/other', 1000);
  }

  /** Loads the element's script, which defines the tag. */
  loadElement(): void {
    const script = this.page.createElement('script');
    if (target() === 'source') script.type = 'module';
    script.src = target() === 'source' ? '/src/index.ts' : '/dist/scalekit-admin-portal.min.js';
    this.page.head.append(script);
  }

  get page(): Document {
    return this.frame.contentDocument!;
  }

  get view(): Window & typeof globalThis {
    return this.frame.contentWindow as Window & typeof globalThis;
  }

  /** What the browser has reported as broken so far, on the kinds of page that record it. */
  get reports(): string[] {
    const { reports } = this.view as { reports?: string[] };
    if (!reports) throw new Error('The page has no recorder.');
    return reports;
  }

  /** Whether the element is registered. */
  get hasElement(): boolean {
    return this.view.customElements.get('scalekit-admin-portal') !== undefined;
  }

  /** A new element that is not on the page yet. */
  create(values: Values = {}): PortalHarness {
    return new PortalHarness(Object.assign(this.page.createElement('scalekit-admin-portal'), values));
  }

  /** A new element on the page. */
  mount(values: Values = {}): PortalHarness {
    const portal = this.create(values);
    this.page.body.append(portal.element);
    return portal;
  }

  /** A new backend, and an element on the page that uses it. */
  async mountPortal(setup: BackendSetup = {}, values: Values = {}): Promise<MountedPortal> {
    const backend = await Backend.create(setup);
    return { backend, portal: this.mount({ endpoint: backend.endpoint, ...values }) };
  }

  /** Runs a function body in the page, with the page's own built-ins. */
  run(code: string, ...values: unknown[]): unknown {
    return this.view.Function('values', code)(values) as unknown;
  }

  /** Lets a portal post a message. It only obeys its parent, and the sender is the page whose code runs. */
  post(portal: PortalHarness, message: unknown): void {
    this.run(
      "values[0].contentWindow.postMessage({ command: 'post', message: values[1] }, '*')",
      portal.frame,
      message,
    );
  }
}
