// @ts-check
/**
 * Connects the demo controls: the log of events, the facts about the session, and, with the simulator, the switches.
 */
import { logEvents } from './event-log.js';
import { showFacts } from './facts.js';
import { connectSwitches } from './switches.js';

const portal =
  /** @type {import('../../../../src/scalekit-admin-portal-element.ts').ScalekitAdminPortalElement | null} */ (
    document.querySelector('scalekit-admin-portal')
  );
const panel = document.getElementById('demo');

if (portal !== null && panel !== null) {
  const facts = showFacts(portal, panel.dataset['simulated'] === 'true');
  logEvents(portal, facts.update);
  if (panel.dataset['simulated'] === 'true') connectSwitches(portal, facts);
}
