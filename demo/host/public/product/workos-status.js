// @ts-check
/**
 * Requests the status at WorkOS from the product's own server: at the start, and whenever the person comes back from the
 * portal. Also shows what was finished there, according to the portal's success URL. It is only a sentence and not a status,
 * because anybody can write such a URL.
 */

async function showStatus() {
  const response = await fetch('/api/workos/status').catch(() => null);
  /** @type {Record<string, boolean> | null} */
  const status = response?.ok ? await response.json() : null;
  for (const chip of document.querySelectorAll('.status')) {
    if (!(chip instanceof HTMLElement)) continue;
    const isOn = status?.[chip.id.slice('status-'.length)];
    const { on = '', off = '' } = chip.dataset;
    chip.textContent = isOn === undefined ? 'Unknown' : isOn ? on : off;
    chip.classList.toggle('on', isOn === true);
  }
}

function showFinished() {
  const intent = new URLSearchParams(location.search).get('finished');
  const title = document.getElementById(`title-${intent}`)?.textContent;
  const notice = document.getElementById('finished');
  if (title && notice) notice.textContent = `${title}: you are done at WorkOS.`;
}

for (const portal of document.querySelectorAll('scalekit-admin-portal')) {
  portal.addEventListener('portal-return', showStatus);
}
void showStatus();
showFinished();
