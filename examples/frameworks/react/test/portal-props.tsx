/** What the types let pass and what they refuse, in React 18: `npm run check` fails where they do otherwise. */
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
  // @ts-expect-error -- A number is no address.
  <ScalekitAdminPortal endpoint={1} />,
  // @ts-expect-error -- There is no such prop.
  <ScalekitAdminPortal endpiont="/api/portal-link" />,
  // @ts-expect-error -- No error has this code.
  <ScalekitAdminPortal onPortalError={({ detail }) => detail.error.code === 'NO_SUCH_CODE'} />,
  // @ts-expect-error -- Words are no listener.
  <ScalekitAdminPortal onPortalError="alert()" />,
  // @ts-expect-error -- React 18 sets no property of a tag that it does not know.
  <scalekit-admin-portal headers={() => ({ 'X-CSRF-Token': 'token' })} />,
];
