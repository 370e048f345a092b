// @vitest-environment jsdom
import 'scalekit-admin-portal';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** The page under test. In your tests, render your own. */
function renderSettings() {
  document.body.innerHTML = `
    <p role="status"></p>
    <scalekit-admin-portal endpoint="/api/portal-link"></scalekit-admin-portal>`;
  const status = document.querySelector('[role=status]')!;
  const portal = document.querySelector('scalekit-admin-portal')!;
  portal.addEventListener('organization-sso-enabled', ({ detail }) => {
    status.textContent = `SSO with ${detail.data.provider} is on.`;
  });
  portal.addEventListener('portal-error', ({ detail }) => {
    status.textContent = `error: ${detail.error.code}`;
  });
  return { portal, status };
}

const request = vi.spyOn(globalThis, 'fetch');
beforeEach(() => {
  request.mockReset().mockResolvedValue(Response.json({ location: 'https://my-env.scalekit.com/link' }));
});
// Ends the element's requests and timers.
afterEach(() => document.body.replaceChildren());

test('the page requests one link, and the frame gets it', async () => {
  const { portal } = renderSettings();
  await vi.waitFor(() => {
    expect(portal.shadowRoot?.querySelector('iframe')?.src).toBe('https://my-env.scalekit.com/link');
  }, 5000);
  expect(request).toHaveBeenCalledOnce();
  expect(request.mock.lastCall?.[0]).toMatch(/\/api\/portal-link$/);
});

test('the page says that SSO is on', () => {
  const { portal, status } = renderSettings();
  // A frame loads nothing in jsdom, so the test dispatches the portal's event.
  const detail = { event_type: 'ORGANIZATION_SSO_ENABLED', data: { provider: 'OKTA', enabled: true } };
  portal.dispatchEvent(new CustomEvent('organization-sso-enabled', { detail, bubbles: true }));
  expect(status.textContent).toBe('SSO with OKTA is on.');
});

test('the page says what went wrong', async () => {
  request.mockResolvedValue(new Response(null, { status: 403 }));
  const { status } = renderSettings();
  await vi.waitFor(() => expect(status.textContent).toBe('error: ENDPOINT_UNAUTHORIZED'), 5000);
});
