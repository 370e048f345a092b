// @ts-check
/** What is set up at WorkOS, asked of the product's own server: now, and whenever somebody is back from the portal. */

async function showStatus() {
  const response = await fetch('/api/workos/status').catch(() => null);
  /** @type {Record<string, boolean> | null} */
  const status = response?.ok ? await response.json() : null;
  for (const chip of document.querySelectorAll('[id^=status-]')) {
    const configured = status?.[chip.id.slice('status-'.length)];
    chip.textContent = configured === undefined ? 'Unknown' : configured ? 'Configured' : 'Not configured';
    chip.classList.toggle('on', configured === true);
  }
}

for (const portal of document.querySelectorAll('scalekit-admin-portal')) {
  portal.addEventListener('portal-return', showStatus);
}
void showStatus();
