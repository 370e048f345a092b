// @ts-check
/**
 * The buttons and choices of the demo controls. They change the simulated portal, the endpoint and the element's attributes.
 */
import { ask } from './server.js';

/**
 * @param {import('../../../../src/scalekit-admin-portal-element.ts').ScalekitAdminPortalElement} portal
 * @param {{ showLinks: (answer: import('./server.js').ServerState | null) => void }} facts
 */
export function connectSwitches(portal, facts) {
  const send = async (/** @type {string} */ path, /** @type {object} */ body = {}) => {
    facts.showLinks(await ask(path, body));
  };

  // The log shows failures as events.
  onClick('demo-reload', () => portal.reload().catch(() => {}));
  onClick('demo-expire', () => send('/demo/expire'));
  onClick('demo-warn', () => send('/demo/warn'));
  onClick('demo-short-sessions', async (button) => {
    const short = button.ariaPressed !== 'true';
    await send('/demo/sessions', { short });
    button.ariaPressed = String(short);
  });
  onClick('demo-reset', async () => {
    // Otherwise a running request could mint the first link of the new count.
    portal.remove();
    await send('/demo/reset');
    sessionStorage.clear();
    location.reload();
  });

  /** @type {Record<string, (value: string) => unknown>} */
  const choices = {
    fault: (fault) => send('/demo/behaviour', { fault }),
    vocabulary: (vocabulary) => send('/demo/behaviour', { vocabulary }),
    customDomain: (value) => send('/demo/behaviour', { customDomain: value === 'true' }),
    delay: (value) => send('/demo/behaviour', { delay: Number(value) }),
    endpointFault: (fault) => send('/demo/endpoint-fault', { fault }),
    mode: (mode) => {
      portal.setAttribute('mode', mode);
      return send('/demo/tag', { mode });
    },
    method: (method) => {
      portal.setAttribute('method', method);
      return send('/demo/tag', { method });
    },
    loadTimeout: (value) => {
      portal.setAttribute('load-timeout', value);
      return send('/demo/tag', { loadTimeout: Number(value) });
    },
    framesForbidden: async (value) => {
      await send('/demo/frames', { forbidden: value === 'true' });
      // A new policy only applies after a reload.
      location.reload();
    },
  };
  document.getElementById('demo-controls')?.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLSelectElement) choices[target.name]?.(target.value);
  });
}

/**
 * @param {string} id
 * @param {(button: HTMLElement) => unknown} action
 */
function onClick(id, action) {
  const button = document.getElementById(id);
  button?.addEventListener('click', () => action(button));
}
