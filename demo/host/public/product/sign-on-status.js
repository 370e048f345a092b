// @ts-check
/**
 * The product's status line. The portal's events update it. When the person comes back from a portal in a tab, which sends no
 * events, the page asks the product's server. A real product learns the status from Scalekit's webhooks and renders it on the
 * server. The demo has no webhooks, so the page stores the status in `sessionStorage`.
 */

/** @typedef {{ enabled: boolean, details: string[] }} Status */

const memory = document.getElementById('sign-on-status')?.dataset['memory'];

/** The product's names for the portal's providers. */
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
 * Provider and protocol, if the message contains them. Messages of the guides' vocabularies do not.
 * @param {Event} event
 */
function detailsOf(event) {
  const { provider, type } = /** @type {CustomEvent} */ (event).detail?.data ?? {};
  return [provider, type]
    .filter((word) => typeof word === 'string' && word !== '')
    .map((word) => WORDS.get(word) ?? word);
}
