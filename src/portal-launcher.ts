/**
 * Opens the portal outside of the element, in a new tab or in place of the page, and notices when the person comes back. It
 * knows tabs and navigation, and takes its links from the element's supply.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LinkSupply } from './link-supply.js';
import { toPortalError } from './portal-error.js';
import type { PortalLifecycle } from './portal-lifecycle.js';
import { waitBefore } from './portal-link.js';
import { goTo, openPortalTab } from './portal-tab.js';

/** The parts of the element that the launcher needs. */
export interface PortalLauncherHost {
  readonly links: LinkSupply;
  readonly lifecycle: PortalLifecycle;
  /** Whether the portal shows in a frame. A tab is then the fallback for a portal that the frame cannot show. */
  embeds(): boolean;
  /** Whether the portal replaces the page; otherwise it opens in a new tab. */
  leavesPage(): boolean;
  /** The text of the new tab until its link arrives. */
  waitingText(): string;
  /** The person was sent to the portal and looks at this page again. */
  onReturn(): void;
}

export class PortalLauncher implements ReactiveController {
  readonly #host: PortalLauncherHost;
  /** Aborts the request for a link. Defined while one is running. */
  #opening: AbortController | undefined;
  /** The person was sent to the portal and has not come back. */
  #isAway = false;

  constructor(element: ReactiveControllerHost, host: PortalLauncherHost) {
    this.#host = host;
    element.addController(this);
  }

  /** Opens the portal. Further calls have no effect while a link is being requested. */
  async open(): Promise<void> {
    const { lifecycle } = this.#host;
    if (this.#opening || lifecycle.state === 'loading') return;
    const { signal } = (this.#opening = new AbortController());
    const withLink = (show: (link: URL) => void) =>
      this.#withLink((link) => {
        this.#isAway = true;
        show(link);
      }, signal);
    try {
      if (this.#host.leavesPage()) await withLink((link) => goTo(link));
      else this.#noteTab(await openPortalTab(withLink, this.#host.waitingText()));
    } catch {
      // The error was reported already.
    } finally {
      this.cancel();
      this.#opening = undefined;
    }
  }

  /** Aborts the running request for a link. */
  cancel(): void {
    this.#opening?.abort();
  }

  /** Call it when the page becomes visible. */
  pageShown(): void {
    if (!this.#isAway) return;
    // A person can switch between the page and the tab any number of times. From a redirect, they come back once.
    if (this.#host.leavesPage()) this.#isAway = false;
    this.#host.onReturn();
  }

  hostDisconnected(): void {
    this.cancel();
    this.#isAway = false;
  }

  /** Gets a fresh link and passes it to `use`. Reports a failure, and rejects with it. */
  async #withLink(use: (link: URL) => void, signal: AbortSignal): Promise<void> {
    const { lifecycle, links } = this.#host;
    if (!this.#host.embeds()) return lifecycle.launch(use, this.#host.leavesPage());
    // Not by `launch()`, which would take away the frame or the error panel: they stay when a tab opens.
    try {
      await waitBefore('open', signal);
      use(await links.next('open', signal));
    } catch (error) {
      if (!signal.aborted) lifecycle.fail(toPortalError(error));
      throw error;
    }
  }

  #noteTab(isBlocked: boolean): void {
    const { lifecycle } = this.#host;
    // Settles `reload()` for callers that wait for it.
    if (isBlocked && !this.#host.embeds()) lifecycle.stop();
    lifecycle.tabOpened(isBlocked);
  }
}
