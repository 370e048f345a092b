/**
 * The demo controls next to the product: the element's state and events, and, with the simulator, switches for the portal and
 * the endpoint.
 */
import type { Simulator } from '../../simulator/simulator-api.ts';
import { APPS } from '../apps.ts';
import { LOAD_TIMEOUTS, METHODS, MODES, type DemoSettings } from '../demo-settings.ts';
import { ENDPOINT_FAULTS } from '../endpoint-faults.ts';
import { html, type Html } from '../html.ts';
import { DELAYS, PORTAL_FAULTS, SHORT_SESSIONS, VOCABULARIES } from '../portal-behaviour.ts';
import { WORKOS_PAGE } from './workos-page.ts';

export interface DemoPanel {
  /** Origin of the host page. */
  origin: string;
  /** The origins where the portal may live. */
  portalOrigins: readonly string[];
  settings: DemoSettings;
  simulator: Simulator | null;
  /** Whether there is a page with WorkOS's portal. */
  hasWorkOs: boolean;
}

export function demoPanel({ origin, portalOrigins, settings, simulator, hasWorkOs }: DemoPanel): Html {
  return html`<aside
    id="demo"
    class="demo"
    aria-labelledby="demo-heading"
    data-simulated="${String(simulator !== null)}"
  >
    <header>
      <h2 id="demo-heading">Demo controls</h2>
      <p>
        ${simulator === null ? realScalekit(origin, portalOrigins) : 'Not part of the product. The portal is simulated.'}
      </p>
    </header>
    <dl class="demo-facts">
      <div>
        <dt>State</dt>
        <dd><span id="demo-state" class="state" data-state="idle">idle</span></dd>
      </div>
      <div>
        <dt>Session ends</dt>
        <dd id="demo-expiry">unknown</dd>
      </div>
      ${simulator === null ? null : linksMinted}
    </dl>
    ${simulator === null ? null : controls(simulator, settings)} ${applications} ${hasWorkOs ? workOs : null}
    <div class="demo-log">
      <div class="demo-row">
        <h3 id="demo-log-heading">Events</h3>
        <button id="demo-clear" class="quiet">Clear</button>
      </div>
      <div class="demo-entries" role="region" aria-labelledby="demo-log-heading" tabindex="0">
        <ol id="demo-entries"></ol>
      </div>
    </div>
  </aside>`;
}

function realScalekit(origin: string, portalOrigins: readonly string[]): Html {
  return html`Not part of the product. <strong>Connected to the real Scalekit</strong> at ${portalOrigins.join(' ')}.
    The frame stays blank unless <code>${origin}</code> is registered in the Scalekit dashboard (Redirect URIs / Allowed
    callback URLs).`;
}

/** The applications have no controls. The settings of this page apply to them, too. */
const applications = html`<nav class="demo-applications" aria-labelledby="demo-applications-heading">
  <h3 id="demo-applications-heading">The same settings, written with</h3>
  <ul>
    ${Object.entries(APPS).map(([name, title]) => html`<li><a href="/apps/${name}/">${title}</a></li>`)}
  </ul>
</nav>`;

const workOs = html`<nav class="demo-applications" aria-labelledby="demo-portals-heading">
  <h3 id="demo-portals-heading">Another portal</h3>
  <ul>
    <li><a href="${WORKOS_PAGE}">WorkOS, by redirect</a></li>
  </ul>
</nav>`;

const linksMinted = html`<div>
  <dt>Links minted</dt>
  <dd>
    <span id="demo-links-minted">0</span> <small>(<span id="demo-links-opened">0</span> opened)</small>
  </dd>
</div>`;

function controls({ behaviour }: Simulator, { endpointFaults, tag, framesForbidden }: DemoSettings): Html {
  return html`<div id="demo-controls">
    <div class="demo-buttons">
      <button id="demo-reload" class="primary">Reload portal</button>
      <button id="demo-reset">Start over</button>
      <button id="demo-expire">Expire session now</button>
      <button id="demo-warn">Warn: 5 min left</button>
      <button
        id="demo-short-sessions"
        aria-pressed="${String(behaviour.sessionSeconds === SHORT_SESSIONS.sessionSeconds)}"
      >
        Sessions of ${SHORT_SESSIONS.sessionSeconds} s
      </button>
    </div>
    <p id="demo-problem" class="demo-problem" role="alert" hidden></p>
    <fieldset>
      <legend>Portal, from the next link on</legend>
      ${select('fault', 'Fault', PORTAL_FAULTS, behaviour.fault)}
      ${select('vocabulary', 'Messages', VOCABULARIES, behaviour.vocabulary)}
      ${select('customDomain', 'Domain', { false: 'Of the environment', true: 'Custom, by redirect' }, behaviour.customDomain)}
      ${select('delay', 'Delay', inSeconds(DELAYS), behaviour.delay)}
    </fieldset>
    <fieldset>
      <legend>Endpoint, from the next link on</legend>
      ${select('endpointFault', 'Fault', ENDPOINT_FAULTS, endpointFaults.fault)}
    </fieldset>
    <fieldset>
      <legend>Host page</legend>
      ${select('mode', 'mode', unlabelled(MODES), tag.mode)}
      ${select('method', 'method', unlabelled(METHODS), tag.method)}
      ${select('loadTimeout', 'load-timeout', inSeconds(LOAD_TIMEOUTS), tag.loadTimeout)}
      ${select('framesForbidden', 'frame-src', { false: 'Allows the portal', true: 'Forbids the frame' }, framesForbidden)}
    </fieldset>
  </div>`;
}

function select(name: string, label: string, choices: Record<string, string>, chosen: string | number | boolean): Html {
  // Without autocomplete="off", Firefox restores the choice from before a reload instead of the server's.
  return html`<label>
    <span>${label}</span>
    <select name="${name}" autocomplete="off">
      ${Object.entries(choices).map(
        ([value, words]) =>
          html`<option value="${value}" ${value === String(chosen) ? html`selected` : null}>${words}</option>`,
      )}
    </select>
  </label>`;
}

function unlabelled(values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value) => [value, value]));
}

function inSeconds(milliseconds: readonly number[]): Record<string, string> {
  return Object.fromEntries(milliseconds.map((value) => [value, value === 0 ? 'None' : `${value / 1000} s`]));
}
