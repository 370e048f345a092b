/** The component: correct uses compile, wrong uses do not. */
import { useRef, type ReactNode } from 'react';
import type { PortalError, RefreshReason, ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import { ScalekitAdminPortal, type ScalekitAdminPortalComponentProps } from 'scalekit-admin-portal/react';
import { exactly, read } from '../exactly.ts';

/** Every property and every kind of event. */
export function SettingsPage({ token }: { token?: string }): ReactNode {
  const portal = useRef<ScalekitAdminPortalElement>(null);
  return (
    <ScalekitAdminPortal
      ref={portal}
      key="portal"
      id="portal"
      className="settings"
      style={{ marginTop: 16 }}
      slot="content"
      hidden={false}
      aria-label="SSO settings"
      data-test="portal"
      endpoint="/portal-link"
      src={undefined}
      environmentUrl={null}
      method="POST"
      credentials="include"
      mode="tab"
      loading="lazy"
      height={720}
      frameTitle="SSO settings"
      sandbox="allow-scripts"
      loadTimeout={5000}
      csrfToken={token}
      csrfHeader="X-XSRF-TOKEN"
      headers={() => ({ Authorization: `Bearer ${token}` })}
      fetchPortalLink={async ({ signal }) => (await fetch('/portal-link', { signal })).text()}
      firstResponse={fetch('/portal-link')}
      labels={{ retry: 'Erneut versuchen' }}
      reserveHeight={false}
      onClick={(event) => void event.currentTarget.reload()}
      onPortalRefresh={(event) => {
        exactly<{ reason: RefreshReason }>()(event.detail);
        event.preventDefault();
        void event.currentTarget.reload();
        // @ts-expect-error The detail of another event.
        read(event.detail.error);
      }}
      onPortalError={({ detail }) => exactly<{ error: PortalError }>()(detail)}
      onPortalReturn={undefined}
      onOrganizationSsoEnabled={({ detail }) => exactly<string>()(detail.data.provider)}
    >
      <p slot="error">Call us.</p>
    </ScalekitAdminPortal>
  );
}

export const props: ScalekitAdminPortalComponentProps = { endpoint: '/portal-link' };

export const wrong = [
  // @ts-expect-error Not a supported method.
  <ScalekitAdminPortal method="PUT" />,
  // @ts-expect-error Not a number.
  <ScalekitAdminPortal loadTimeout="soon" />,
  // @ts-expect-error No such property.
  <ScalekitAdminPortal endpiont="/portal-link" />,
  // @ts-expect-error Read-only.
  <ScalekitAdminPortal state="ready" />,
  // @ts-expect-error The component sets it.
  <ScalekitAdminPortal deferHydration />,
  // @ts-expect-error The spelling of the tag's events.
  <ScalekitAdminPortal onportal-error={() => undefined} onPortalEror={() => undefined} />,
  // @ts-expect-error Not a function.
  <ScalekitAdminPortal onPortalError="alert()" />,
];
