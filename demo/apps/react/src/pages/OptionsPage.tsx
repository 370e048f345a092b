/** All properties and all events of the element in one template. */
import 'scalekit-admin-portal';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { PortalEventMap, ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import type {} from 'scalekit-admin-portal/react';
import { portalEventNames } from '../../../shared/portal-event-names.ts';

const labels = { retry: 'Once more' };
const headers = () => ({ 'X-CSRF-Token': 'token-of-the-page' });
const portalOrigins = document.querySelector<HTMLMetaElement>('meta[name=portal-origins]')?.content ?? '';

export function OptionsPage(): ReactNode {
  const portal = useRef<ScalekitAdminPortalElement>(null);
  const keepEnded = useRef<HTMLInputElement>(null);
  const [byTemplate, setByTemplate] = useState<readonly string[]>([]);
  const [byScript, setByScript] = useState<readonly string[]>([]);

  const hear = ({ type }: Event) => setByTemplate((heard) => [...heard, type]);
  const hearRefresh = (event: PortalEventMap['portal-refresh']) => {
    if (keepEnded.current?.checked) event.preventDefault();
    hear(event);
  };

  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    for (const name of portalEventNames) {
      portal.current?.addEventListener(name, ({ type }) => setByScript((heard) => [...heard, type]), { signal });
    }
    return () => leaving.abort();
  }, []);

  return (
    <>
      <h1>Every option</h1>
      <label>
        <input ref={keepEnded} type="checkbox" data-test="keep-ended" /> Do not renew an ended session
      </label>
      <scalekit-admin-portal
        ref={portal}
        endpoint="/api/portal-link"
        environment-url={portalOrigins}
        method="POST"
        credentials="include"
        loading="lazy"
        height={720}
        frame-title="SSO settings of Bluebird Logistics"
        sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads"
        load-timeout={5000}
        labels={labels}
        headers={headers}
        onportal-state-change={hear}
        onportal-message={hear}
        onportal-refresh={hearRefresh}
        onportal-error={hear}
        onportal-return={hear}
        onportal-load-success={hear}
        onportal-load-failure={hear}
        onportal-session-warning={hear}
        onportal-session-expiry={hear}
        onorganization-sso-enabled={hear}
        onorganization-sso-disabled={hear}
        onorganization-directory-enabled={hear}
        onorganization-directory-disabled={hear}
        onsso-configured={hear}
        onscim-configured={hear}
        onsession-expired={hear}
        onsso-enabled={hear}
        onsso-disabled={hear}
      />
      <div className="logs">
        <section>
          <h2>Received by the template</h2>
          <ol data-test="heard-by-template">{byTemplate.map(listItem)}</ol>
        </section>
        <section>
          <h2>Received by the script</h2>
          <ol data-test="heard-by-script">{byScript.map(listItem)}</ol>
        </section>
      </div>
    </>
  );
}

const listItem = (text: string, index: number) => <li key={index}>{text}</li>;
