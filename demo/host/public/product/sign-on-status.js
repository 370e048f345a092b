// @ts-check
/**
 * The product's own status line, kept up to date by the portal's events, and by the product's server when somebody comes
 * back from a portal elsewhere, which tells this page nothing. A product learns the same from Scalekit's webhooks and
 * renders it on the server; the demo has none, so the page remembers what it heard from this server.
 */

/** @typedef {{ enabled: boolean, details: string[] }} Status */

const memory = document.getElementById('sign-on-status')?.dataset['memory'];

/** The words of the portal in those of the product. */
const WORDS = new Map([
  ['OKTA', 'Okta'],
  ['GOOGLE', 'Google Workspace'],
  ['MICROSOFT_AD', 'Microsoft Entra ID'],
  ['ONELOGIN', 'OneLogin'],
  ['JUMPCLOUD', 'JumpCloud'],
  ['PING_IDENTITY', 'Ping Identity'],
]);

const lines = [
  {
    id: 'sso-status',
    key: 'sso',
    label: 'SSO',
    on: ['organization-sso-enabled', 'sso-configured', 'sso-enabled'],
    off: ['organization-sso-disabled', 'sso-disabled'],
  },
  {
    id: 'directory-status',
    key: 'directory',
    label: 'Directory sync',
    on: ['organization-directory-enabled', 'scim-configured'],
    off: ['organization-directory-disabled'],
  },
];

const portal = document.querySelector('scalekit-admin-portal');

/** @type {Map<string, (enabled: boolean) => void>} */
const updates = new Map();

portal?.addEventListener('portal-return', async () => {
  const response = await fetch('/api/sign-on-status').catch(() => null);
  if (!response?.ok) return;
  for (const [key, enabled] of Object.entries(await response.json())) updates.get(key)?.(enabled);
});

for (const { id, key, label, on, off } of lines) {
  const show = (/** @type {Status} */ { enabled, details }) => {
    const line = document.getElementById(id);
    if (line === null) return;
    line.textContent = [`${label}: ${enabled ? 'on' : 'off'}`, ...details].join(', ');
    line.classList.toggle('on', enabled);
  };
  const update = (/** @type {Status} */ status) => {
    sessionStorage.setItem(`${memory}-${id}`, JSON.stringify(status));
    show(status);
  };

  for (const name of on) {
    portal?.addEventListener(name, (event) => update({ enabled: true, details: detailsOf(event) }));
  }
  for (const name of off) {
    portal?.addEventListener(name, () => update({ enabled: false, details: [] }));
  }
  updates.set(key, (enabled) => update({ enabled, details: [] }));
  const remembered = sessionStorage.getItem(`${memory}-${id}`);
  if (remembered !== null) show(JSON.parse(remembered));
}

/**
 * Provider and protocol, where the message names them; the vocabularies of the guides do not.
 * @param {Event} event
 */
function detailsOf(event) {
  const { provider, type } = /** @type {CustomEvent} */ (event).detail?.data ?? {};
  return [provider, type]
    .filter((word) => typeof word === 'string' && word !== '')
    .map((word) => WORDS.get(word) ?? word);
}
