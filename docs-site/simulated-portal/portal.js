/**
 * A portal without a server. It posts the messages of Scalekit's portal, and obeys the demo page. Its URL contains the data that
 * a server would have: the number of the link, the channel of the demo page, and whether the portal has to fail.
 */

'use strict';

{
  const SIX_HOURS = 6 * 60 * 60 * 1000;
  const parameters = new URLSearchParams(location.search);
  const channelName = parameters.get('channel') ?? '';
  let expiry = new Date(Date.now() + SIX_HOURS);
  let timer;

  const post = (type, object, message, data) => {
    // In a separate tab, there is no host page to receive messages.
    if (window.parent === window) return;
    const organization = { organization_id: 'org_example' };
    // The host page has the same origin, and no other page may receive the message.
    window.parent.postMessage({ event_type: type, object, ...organization, message, data }, location.origin);
  };

  const showExpiry = () => {
    document.getElementById('expiry').textContent = expiry.toLocaleTimeString([], { timeStyle: 'short' });
  };

  const end = () => {
    clearTimeout(timer);
    document.getElementById('main').replaceChildren(document.getElementById('ended').content.cloneNode(true));
    post('PORTAL_SESSION_EXPIRY', 'session', 'The session has ended.', { expiry: new Date().toISOString() });
  };

  const warn = (seconds) => {
    expiry = new Date(Date.now() + seconds * 1000);
    showExpiry();
    const banner = Object.assign(document.createElement('p'), {
      className: 'banner warning',
      textContent: `Your session ends in ${seconds} seconds. Save what you are working on.`,
    });
    document.getElementById('warning').replaceChildren(banner);
    post('PORTAL_SESSION_WARNING', 'session', 'The session ends soon.', { expiry: expiry.toISOString() });
    clearTimeout(timer);
    timer = setTimeout(end, seconds * 1000);
  };

  const DETAILS = {
    sso: {
      type: 'ORGANIZATION_SSO',
      object: 'connection',
      name: 'Single sign-on',
      data: { connection_type: 'SSO', id: 'conn_example', type: 'SAML', provider: 'OKTA' },
    },
    directory: {
      type: 'ORGANIZATION_DIRECTORY',
      object: 'directory',
      name: 'Directory sync',
      data: { directory_type: 'SCIM', id: 'dir_example', provider: 'OKTA' },
    },
  };

  for (const card of document.querySelectorAll('[data-switch]')) {
    const { type, object, name, data } = DETAILS[card.dataset.switch];
    // The settings survive a session, but only belong to this visit of the demo page.
    const key = `${channelName} ${object}`;
    const status = card.querySelector('.status');
    const button = card.querySelector('button');
    const isEnabled = () => sessionStorage.getItem(key) !== null;
    const show = () => {
      status.textContent = isEnabled() ? 'Enabled' : 'Ready to enable';
      status.classList.toggle('on', isEnabled());
      button.textContent = isEnabled() ? 'Disable' : 'Enable';
      button.classList.toggle('primary', !isEnabled());
    };
    button.addEventListener('click', () => {
      if (isEnabled()) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, '');
      show();
      const verb = isEnabled() ? 'ENABLED' : 'DISABLED';
      post(`${type}_${verb}`, object, `${name} has been ${verb.toLowerCase()}.`, { ...data, enabled: isEnabled() });
    });
    show();
  }

  document.getElementById('link').textContent = parameters.get('link') ?? '–';
  showExpiry();

  if (channelName) {
    new BroadcastChannel(channelName).addEventListener('message', ({ data }) => {
      if (data === 'end') end();
      if (data === 'warn') warn(60);
    });
  }

  if (parameters.has('fails')) {
    post('PORTAL_LOAD_FAILURE', 'session', 'The portal cannot load.', { error_code: 'INTERNAL_ERROR' });
  } else {
    post('PORTAL_LOAD_SUCCESS', 'session', 'The portal has loaded.', { expiry: expiry.toISOString() });
  }
}
