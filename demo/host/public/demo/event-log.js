// @ts-check
/**
 * The log: every event of the element, newest first, with the element's state and the detail as JSON.
 */

const LIMIT = 200;

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

const OWN_EVENTS = ['portal-state-change', 'portal-message', 'portal-refresh', 'portal-error', 'portal-return'];

const entries = /** @type {HTMLElement} */ (document.getElementById('demo-entries'));

/**
 * @param {import('../../../../src/scalekit-admin-portal-element.ts').ScalekitAdminPortalElement} portal
 * @param {() => void} onEvent
 */
export function logEvents(portal, onEvent) {
  /** @type {Set<string>} */
  const heard = new Set();
  const listenFor = (/** @type {string} */ name) => {
    if (heard.has(name)) return;
    heard.add(name);
    portal.addEventListener(name, (event) => {
      add(name, portal.state, /** @type {CustomEvent} */ (event).detail);
      onEvent();
    });
  };

  for (const name of OWN_EVENTS) listenFor(name);
  // The message's own event, named after its type, follows this one. So the log can also show types that it does not know.
  portal.addEventListener('portal-message', (event) => {
    const { event_type, type = event_type } = /** @type {CustomEvent} */ (event).detail;
    listenFor(String(type).toLowerCase().replace(/[_.]/g, '-'));
  });

  document.getElementById('demo-clear')?.addEventListener('click', () => entries.replaceChildren());
}

/**
 * @param {string} name
 * @param {string} state
 * @param {unknown} detail
 */
function add(name, state, detail) {
  const summary = document.createElement('summary');
  summary.append(
    element('span', 'name', name),
    element('time', '', CLOCK.format()),
    element('span', 'preview', toJson(detail, 0)),
    stateBadge(state),
  );
  const details = document.createElement('details');
  details.append(summary, element('pre', '', toJson(detail, 2)));
  const entry = document.createElement('li');
  entry.append(details);
  entries.prepend(entry);
  while (entries.children.length > LIMIT) entries.lastElementChild?.remove();
}

/** @param {string} state */
function stateBadge(state) {
  const badge = element('span', 'state', state);
  badge.dataset['state'] = state;
  return badge;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} text
 */
function element(tag, className, text) {
  const created = document.createElement(tag);
  created.className = className;
  created.textContent = text;
  return created;
}

/**
 * @param {unknown} detail
 * @param {number} indent
 */
function toJson(detail, indent) {
  try {
    return JSON.stringify(detail, spellOut, indent) ?? '';
  } catch {
    // A message may contain values that JSON cannot represent: a cycle, a BigInt.
    return String(detail);
  }
}

/**
 * JSON leaves out the name and the message of an error, so they are added.
 * @param {string} _key
 * @param {unknown} value
 */
function spellOut(_key, value) {
  return value instanceof Error ? { ...value, name: value.name, message: value.message } : value;
}
