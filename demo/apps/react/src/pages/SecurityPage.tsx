/** The page to copy: the portal, a status line from its events, and a method call. */
import 'scalekit-admin-portal';
import { useRef, useState, type ReactNode } from 'react';
import type { ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import type {} from 'scalekit-admin-portal/react';

export function SecurityPage(): ReactNode {
  const portal = useRef<ScalekitAdminPortalElement>(null);
  const [provider, setProvider] = useState<string | null>(null);
  return (
    <>
      <h1>Single sign-on and directory sync</h1>
      <p role="status" data-test="status">
        Single sign-on {provider === null ? 'is off.' : `with ${provider} is on.`}
      </p>
      <scalekit-admin-portal
        ref={portal}
        endpoint="/api/portal-link"
        onorganization-sso-enabled={({ detail }) => setProvider(detail.data.provider)}
        onorganization-sso-disabled={() => setProvider(null)}
      />
      <button type="button" data-test="reload" onClick={() => void portal.current?.reload()}>
        Reload the portal
      </button>
    </>
  );
}
