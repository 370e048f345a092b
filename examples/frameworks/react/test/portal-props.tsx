/** Props that the types must accept or reject in React 18. `npm run check` fails otherwise. */
import { ScalekitAdminPortal } from 'scalekit-admin-portal/react';

export const right = [
  <ScalekitAdminPortal
    endpoint="/api/portal-link"
    method="POST"
    headers={() => ({ 'X-CSRF-Token': 'token' })}
    onPortalError={({ detail }) => detail.error.code satisfies string}
    className="portal"
  />,
  <scalekit-admin-portal endpoint="/api/portal-link" class="portal" />,
];

export const wrong = [
  // @ts-expect-error -- A number is not a URL.
  <ScalekitAdminPortal endpoint={1} />,
  // @ts-expect-error -- There is no such prop.
  <ScalekitAdminPortal endpiont="/api/portal-link" />,
  // @ts-expect-error -- No error has this code.
  <ScalekitAdminPortal onPortalError={({ detail }) => detail.error.code === 'NO_SUCH_CODE'} />,
  // @ts-expect-error -- A text is not a listener.
  <ScalekitAdminPortal onPortalError="alert()" />,
  // @ts-expect-error -- React 18 does not set properties of an unknown tag.
  <scalekit-admin-portal headers={() => ({ 'X-CSRF-Token': 'token' })} />,
];
