/** The types of the element as a page without a framework uses them: correct uses compile, wrong uses do not. */
import {
  PortalError,
  type FetchPortalLink,
  type PortalErrorCode,
  type PortalEventMap,
  type PortalLabels,
  type PortalState,
  type RefreshReason,
  type ScalekitAdminPortalElement,
} from 'scalekit-admin-portal';
import type { ScalekitAdminPortalElement as ClassAlone } from 'scalekit-admin-portal/element';
import { exactly, read } from '../exactly.ts';

// The tag has the type of its class.
const portal = document.createElement('scalekit-admin-portal');
exactly<ScalekitAdminPortalElement>()(portal);
exactly<ClassAlone>()(portal);
const found = document.querySelector('scalekit-admin-portal');
exactly<ScalekitAdminPortalElement | null>()(found);
const parsed = document.querySelector<ScalekitAdminPortalElement>('#portal');
// @ts-expect-error It may be null.
void parsed.reload();
// @ts-expect-error No such tag.
void document.createElement('scalekit-portal').reload();

// Properties.
portal.endpoint = '/portal-link';
portal.endpoint = null;
portal.src = 'https://acme.scalekit.com/magicLink/1';
portal.environmentUrl = 'https://acme.scalekit.com https://sso.acme.com';
portal.method = 'POST';
portal.credentials = 'include';
portal.mode = 'tab';
portal.loading = 'lazy';
portal.height = 720;
portal.frameTitle = 'SSO settings';
portal.sandbox = 'allow-scripts';
portal.loadTimeout = 0;
// @ts-expect-error Not a supported method.
portal.method = 'PUT';
// @ts-expect-error Not a mode of credentials.
portal.credentials = 'always';
// @ts-expect-error A property takes a number.
portal.height = '720';
// @ts-expect-error Attributes have dashes, properties do not.
portal['load-timeout'] = 5;

// Read-only properties.
exactly<PortalState>()(portal.state);
exactly<PortalError | null>()(portal.error);
exactly<Date | null>()(portal.expiresAt);
// @ts-expect-error Read-only.
portal.state = 'ready';
// @ts-expect-error Read-only.
portal.error = null;
// @ts-expect-error Read-only.
portal.expiresAt = new Date();
exactly<Promise<void>>()(portal.reload());

// Headers: every form that `fetch` accepts, or a function that returns one, also in a promise.
portal.headers = { 'X-CSRF-Token': 'abc' };
portal.headers = new Headers();
portal.headers = [['X-CSRF-Token', 'abc']];
portal.headers = () => ({ Authorization: 'Bearer abc' });
portal.headers = () => Promise.resolve(new Headers());
portal.headers = null;
// @ts-expect-error The value of a header is a string.
portal.headers = { 'X-Count': 1 };

// Links from a function of the page.
const fetchPortalLink: FetchPortalLink = async ({ signal, reason }) => {
  exactly<'start' | 'refresh' | 'reload' | 'open'>()(reason);
  const response = await fetch('/portal-link', { signal });
  if (!response.ok) throw new PortalError('ENDPOINT_FAILED', 'No.', { status: response.status });
  return response.text();
};
portal.fetchPortalLink = fetchPortalLink;
portal.firstResponse = fetch('/portal-link');
portal.firstResponse = new Response('{}');
portal.firstResponse = null;
// @ts-expect-error -- The response, not its body.
portal.firstResponse = fetch('/portal-link').then((response) => response.text());
portal.fetchPortalLink = () => Promise.resolve(new URL('https://acme.scalekit.com/magicLink/1'));
portal.fetchPortalLink = () => Promise.resolve({ link: { location: 'https://acme.scalekit.com/magicLink/1' } });
// @ts-expect-error It contains no link.
portal.fetchPortalLink = () => Promise.resolve({ href: 'https://acme.scalekit.com/magicLink/1' });
// @ts-expect-error The function must return a promise.
portal.fetchPortalLink = () => 'https://acme.scalekit.com/magicLink/1';

// Labels: any subset of the known keys, including error codes.
portal.labels = { retry: 'Erneut versuchen', ENDPOINT_FAILED: 'Der Server antwortet nicht.' };
portal.labels = {};
exactly<Partial<PortalLabels>>()(portal.labels);
// @ts-expect-error No such label.
portal.labels = { again: 'Noch einmal' };

// Events of the element, of the portal and of the DOM, and unknown events.
portal.addEventListener('portal-refresh', function (event) {
  exactly<CustomEvent<{ reason: RefreshReason }>>()(event);
  event.preventDefault();
  void this.reload();
});
portal.addEventListener('portal-error', ({ detail: { error } }) => {
  exactly<PortalError>()(error);
  exactly<PortalErrorCode>()(error.code);
  // @ts-expect-error No such code.
  if (error.code === 'NO_IDEA') return;
});
portal.addEventListener('portal-state-change', ({ detail }) => {
  exactly<{ state: PortalState; previousState: PortalState }>()(detail);
});
portal.addEventListener('organization-sso-enabled', ({ detail: { data } }) => {
  exactly<{ connection_type: 'SSO'; id: string; type: string; provider: string; enabled: boolean }>()(data);
});
portal.addEventListener('organization-directory-disabled', ({ detail: { data } }) => {
  exactly<'SCIM'>()(data.directory_type);
});
portal.addEventListener('portal-load-success', ({ detail }) => {
  exactly<string>()(detail.data.expiry);
  // @ts-expect-error Only a failure has an error_code.
  read(detail.data.error_code);
});
portal.addEventListener('sso-configured', ({ detail }) => {
  // @ts-expect-error Messages of the integration guides only have a type.
  read(detail.data);
});
portal.addEventListener('portal-message', ({ detail }) => {
  if ('event_type' in detail && detail.event_type === 'PORTAL_LOAD_FAILURE') read(detail['data']);
});
portal.addEventListener('click', (event) => {
  exactly<HTMLElementEventMap['click']>()(event);
});
portal.addEventListener('organization-renamed', (event) => {
  exactly<Event>()(event);
});
// @ts-expect-error The detail of another event.
portal.addEventListener('portal-refresh', (event: CustomEvent<{ error: PortalError }>) => read(event));

const onRefresh = (event: PortalEventMap['portal-refresh']) => read(event.detail.reason);
portal.addEventListener('portal-refresh', onRefresh, { once: true });
portal.removeEventListener('portal-refresh', onRefresh);
// @ts-expect-error The listener of another event.
portal.removeEventListener('portal-error', onRefresh);

// Errors.
const failure = new PortalError('LINK_REJECTED', 'Refused.', { cause: new Error('Why.') });
exactly<number | undefined>()(failure.status);
exactly<string | undefined>()(failure.portalCode);
exactly<boolean>()(failure.retryable);
// @ts-expect-error Read-only.
failure.code = 'ENDPOINT_FAILED';
// @ts-expect-error No such code.
new PortalError('NO_IDEA', 'No.');
