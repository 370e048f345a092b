// @ts-check
/**
 * The facts above the switches: the element's state, the end of the session, and the number of minted links.
 */
import { ask } from './server.js';

/**
 * @param {import('../../../../src/scalekit-admin-portal-element.ts').ScalekitAdminPortalElement} portal
 * @param {boolean} simulated
 */
export function showFacts(portal, simulated) {
  const state = /** @type {HTMLElement} */ (document.getElementById('demo-state'));
  const expiry = /** @type {HTMLElement} */ (document.getElementById('demo-expiry'));

  const showTime = () => {
    expiry.textContent = portal.expiresAt ? `in ${inWords(portal.expiresAt.getTime() - Date.now())}` : 'unknown';
  };

  let asking = false;
  const countLinks = async () => {
    // Events come in bursts. One request covers them all.
    if (asking) return;
    asking = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
    asking = false;
    showLinks(await ask('/demo/state'));
  };

  const update = () => {
    state.textContent = portal.state ?? 'idle';
    state.dataset['state'] = portal.state ?? 'idle';
    showTime();
    if (simulated) void countLinks();
  };

  setInterval(showTime, 1000);
  update();
  return { update, showLinks };
}

/** @param {import('./server.js').ServerState | null} answer */
function showLinks(answer) {
  if (answer === null) return;
  const show = (/** @type {string} */ id, /** @type {number} */ count) => {
    const place = document.getElementById(id);
    if (place !== null) place.textContent = String(count);
  };
  show('demo-links-minted', answer.linksMinted);
  show('demo-links-opened', answer.linksOpened);
}

/** @param {number} milliseconds */
function inWords(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
