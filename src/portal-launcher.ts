/**
 * Opens the portal outside of the element, in a new tab or in place of the page, and notices when somebody comes back. It
 * knows tabs and navigation, and asks for its links where the element asks for its own.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LinkSupply } from './link-supply.js';
import { toPortalError } from './portal-error.js';
import type { PortalLifecycle } from './portal-lifecycle.js';
import { waitBefore } from './portal-link.js';
import { goTo, openPortalTab } from './portal-tab.js';

/** What the launcher needs of the element around it. */
export interface PortalLauncherHost {
  readonly links: LinkSupply;
  readonly lifecycle: PortalLifecycle;
  /** The portal shows in a frame: a tab is the way out of what a frame cannot show. */
  embeds(): boolean;
  /** The portal takes the page's place; otherwise it opens in a new tab. */
  leavesPage(): boolean;
  /** What the new tab says until its link is there. */
  waitingText(): string;
  /** Somebody who was sent to the portal looks at this page again. */
  onReturn(): void;
}

export class PortalLauncher implements ReactiveController {
  readonly #host: PortalLauncherHost;
  /** Ends the request for the link; there while one is running. */
  #opening: AbortController | undefined;
  /** Somebody was sent to the portal and has not come back. */
  #isAway = false;

  constructor(element: ReactiveControllerHost, host: PortalLauncherHost) {
    this.#host = host;
    element.addController(this);
  }

  /** Opens the portal. Any number of calls while a link is being asked for are one. */
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
      // It is reported already.
    } finally {
      this.cancel();
      this.#opening = undefined;
    }
  }

  /** Gives up the link that is being asked for. */
  cancel(): void {
    this.#opening?.abort();
  }

  /** Call it when somebody looks at the page. */
  pageShown(): void {
    if (!this.#isAway) return;
    // A tab can be left and visited again; a page that was left is back for good.
    if (this.#host.leavesPage()) this.#isAway = false;
    this.#host.onReturn();
  }

  hostDisconnected(): void {
    this.cancel();
    this.#isAway = false;
  }

  /** Gets a fresh link and hands it to `use`. Reports a failure, and rejects with it. */
  async #withLink(use: (link: URL) => void, signal: AbortSignal): Promise<void> {
    const { lifecycle, links } = this.#host;
    if (!this.#host.embeds()) return lifecycle.launch(use, this.#host.leavesPage());
    // What a frame shows, or why it does not, stays beside the tab.
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
    // Whoever waits for `reload()` is told.
    if (isBlocked && !this.#host.embeds()) lifecycle.stop();
    lifecycle.tabOpened(isBlocked);
  }
}
