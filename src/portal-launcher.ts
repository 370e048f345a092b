/**
 * Opens the portal outside of the element, in a new tab or in place of the page, and notices when somebody comes back.
 * It knows tabs and navigation, and nothing of where links come from.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { goTo, openPortalTab } from './portal-tab.js';

/** What the launcher needs of the element around it. */
export interface PortalLauncherHost {
  /** The portal takes the page's place; otherwise it opens in a new tab. */
  leavesPage(): boolean;
  /** What the new tab says until its link is there. */
  waitingText(): string;
  /** Gets a fresh link and hands it to `use`. Reports a failure itself, and rejects with it. */
  withLink(use: (link: URL) => void, signal: AbortSignal): Promise<void>;
  /** The browser has blocked the new tab, or let it through. */
  onTab(isBlocked: boolean): void;
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
    if (this.#opening) return;
    const { signal } = (this.#opening = new AbortController());
    const withLink = (show: (link: URL) => void) =>
      this.#host.withLink((link) => {
        this.#isAway = true;
        show(link);
      }, signal);
    try {
      if (this.#host.leavesPage()) await withLink((link) => goTo(link));
      else this.#host.onTab(await openPortalTab(withLink, this.#host.waitingText()));
    } catch {
      // The host has reported it.
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
}
