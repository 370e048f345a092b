/** An application in a frame of the test page. Its nodes are found by their `data-test` attributes. */
import type { AppName } from '../../demo/host/apps.ts';
import type { Behaviour } from '../../demo/simulator/simulator-api.ts';
import type { ScalekitAdminPortalElement } from '../../src/index.ts';
import type { EndpointRequest, LinkCount, SimulatorCommand } from '../tools/app-host.ts';
import { until } from '../tools/backend.ts';

type AppGlobal = Window & typeof globalThis & { recorded: { logs: string[]; listeners(): string[] } };

/** Sends a command to the simulator; returns the number of links after it. */
async function steer(command: SimulatorCommand, change: object | null = null): Promise<LinkCount> {
  const response = await fetch(`/simulator/${command}`, { method: 'POST', body: JSON.stringify(change) });
  return (await response.json()) as LinkCount;
}

export const simulator = {
  behave: (change: Partial<Behaviour>) => steer('behave', change),
  configure: (change: { sso?: boolean; directory?: boolean }) => steer('configure', change),
  expire: () => steer('expire'),
  warn: () => steer('warn'),
  reset: () => steer('reset'),
  links: () => steer('links'),
};

/** The requests to the endpoint since the last reset. */
export async function endpointRequests(): Promise<EndpointRequest[]> {
  return (await (await fetch('/requests')).json()) as EndpointRequest[];
}

/** The lists of a page that show the events of its listeners. */
export type Log = 'heard-by-template' | 'heard-by-script';

export class AppWindow {
  private readonly app: AppName;
  private readonly frame = document.createElement('iframe');

  private constructor(app: AppName) {
    this.app = app;
  }

  /** Opens an application at one of its pages. */
  static async open(app: AppName, page: string): Promise<AppWindow> {
    const opened = new AppWindow(app);
    const { frame } = opened;
    frame.width = '1000';
    frame.height = '1200';
    // Plain HTML has no lazy pages, so that the page without the element's script is another file.
    const isFile = page === 'late' && app === 'plain';
    frame.src = `/apps/${app}/${isFile ? `${page}.html` : `#/${page}`}`;
    document.body.append(frame);
    await opened.shows(page);
    // The content of a page can show before its script has run.
    await until(`${app} is loaded`, () => opened.document.readyState === 'complete');
    return opened;
  }

  close(): void {
    this.frame.remove();
  }

  get window(): AppGlobal {
    return this.frame.contentWindow as AppGlobal;
  }

  get document(): Document {
    return this.window.document;
  }

  async goTo(page: string): Promise<void> {
    this.window.location.hash = `#/${page}`;
    await this.shows(page);
  }

  private async shows(page: string): Promise<void> {
    await until(`${this.app} shows the page ${page}`, () => this.document.querySelector(`main[data-page=${page}] h1`));
  }

  get portals(): ScalekitAdminPortalElement[] {
    return [...this.document.querySelectorAll('scalekit-admin-portal')];
  }

  /** The only portal of the page. */
  get portal(): ScalekitAdminPortalElement {
    const [portal, ...others] = this.portals;
    if (!portal || others.length > 0) throw new Error(`There are ${this.portals.length} portals on the page.`);
    return portal;
  }

  get portalFrame(): HTMLIFrameElement | null {
    return this.portal.shadowRoot?.querySelector('iframe') ?? null;
  }

  /** Waits until so many links were opened in total, and every portal of the page shows. */
  async ready(opened: number): Promise<void> {
    await until(`${opened} links of ${this.app} are opened`, async () => (await simulator.links()).opened === opened);
    await until(`the portals of ${this.app} are ready`, () => this.portals.every(({ state }) => state === 'ready'));
  }

  /** Opens the portal in a simulated tab, because these tests have no real click. */
  async openTab(): Promise<void> {
    const tab = { closed: false, opener: {}, document: { body: {} }, location: { replace: () => undefined } };
    this.window.open = () => tab as unknown as Window;
    this.portal.mode = 'tab';
    await this.portal.reload();
  }

  find(name: string): HTMLElement {
    const found = this.document.querySelector<HTMLElement>(`[data-test=${name}]`);
    if (!found) throw new Error(`${this.app} has no [data-test=${name}] here.`);
    return found;
  }

  click(name: string): void {
    this.find(name).click();
  }

  text(name: string): string {
    return this.find(name).textContent.trim();
  }

  /** Event names in a log of the page, in order. */
  eventsIn(log: Log): string[] {
    return [...this.find(log).querySelectorAll('li')].map(({ textContent }) => textContent.trim());
  }

  /** Waits until an event is in a log of the page. */
  async logs(log: Log, event: string): Promise<void> {
    await until(`${this.app}: ${event} is ${log}`, () => this.eventsIn(log).includes(event));
  }
}
