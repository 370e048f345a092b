import type { Page } from 'puppeteer-core';

/** Waits until the page's element is ready or has failed, and returns its state, or the code of its error. */
export function portalOutcome(page: Page): Promise<string> {
  return page.evaluate(async () => {
    await customElements.whenDefined('scalekit-admin-portal');
    const portal = document.querySelector('scalekit-admin-portal')!;
    if (portal.state === 'loading' || portal.state === 'idle') {
      await new Promise((resolve) => {
        portal.addEventListener('portal-load-success', resolve, { once: true });
        portal.addEventListener('portal-error', resolve, { once: true });
      });
    }
    return portal.error?.code ?? portal.state;
  });
}
