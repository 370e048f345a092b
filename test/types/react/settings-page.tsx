/** The tag in React 19's JSX: correct uses compile, wrong uses do not. */
import { createElement, useRef, type ComponentProps, type ReactNode } from 'react';
import type { PortalError, PortalState, RefreshReason, ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import type { ScalekitAdminPortalProps } from 'scalekit-admin-portal/react';
import { exactly, read } from '../exactly.ts';

/** Every property and every kind of event. */
export function SettingsPage({ token }: { token?: string }): ReactNode {
  const portal = useRef<ScalekitAdminPortalElement>(null);
  return (
    <scalekit-admin-portal
      ref={portal}
      key="portal"
      id="portal"
      className="settings"
      style={{ minHeight: 600 }}
      slot="content"
      aria-label="SSO settings"
      endpoint="/portal-link"
      src={undefined}
      environment-url="https://acme.scalekit.com"
      environmentUrl={null}
      method="POST"
      credentials="include"
      mode="tab"
      loading="lazy"
      height={720}
      frame-title="SSO settings"
      frameTitle="SSO settings"
      sandbox="allow-scripts"
      load-timeout="5000"
      loadTimeout={5000}
      headers={() => ({ Authorization: `Bearer ${token}` })}
      fetchPortalLink={async ({ signal }) => (await fetch('/portal-link', { signal })).text()}
      firstResponse={fetch('/portal-link')}
      labels={{ retry: 'Erneut versuchen' }}
      onClick={(event) => void event.currentTarget.reload()}
      onportal-refresh={(event) => {
        exactly<{ reason: RefreshReason }>()(event.detail);
        exactly<EventTarget & ScalekitAdminPortalElement>()(event.currentTarget);
        event.preventDefault();
        void event.currentTarget.reload();
        // @ts-expect-error The detail of another event.
        read(event.detail.error);
      }}
      onportal-state-change={({ detail }) => exactly<{ state: PortalState; previousState: PortalState }>()(detail)}
      onportal-error={({ detail }) => exactly<{ error: PortalError }>()(detail)}
      onportal-return={({ detail }) => exactly<Record<string, never>>()(detail)}
      onorganization-sso-enabled={({ detail }) => exactly<string>()(detail.data.provider)}
      onsso-configured={undefined}
    >
      <p slot="error">Call us.</p>
    </scalekit-admin-portal>
  );
}

export const fromFunction = createElement('scalekit-admin-portal', { endpoint: '/portal-link' });

export const wrong = [
  // @ts-expect-error Not a supported method.
  <scalekit-admin-portal method="PUT" />,
  // @ts-expect-error Not a way to load.
  <scalekit-admin-portal loading="later" />,
  // @ts-expect-error Not a number.
  <scalekit-admin-portal load-timeout="soon" />,
  // @ts-expect-error Not text.
  <scalekit-admin-portal frame-title={5} />,
  // @ts-expect-error No such property.
  <scalekit-admin-portal endpiont="/portal-link" />,
  // @ts-expect-error Read-only.
  <scalekit-admin-portal state="ready" />,
  // @ts-expect-error Read-only.
  <scalekit-admin-portal error={null} />,
  // @ts-expect-error Read-only.
  <scalekit-admin-portal expiresAt={null} />,
  // @ts-expect-error A method, not a property.
  <scalekit-admin-portal reload={() => Promise.resolve()} />,
  // @ts-expect-error It contains no link.
  <scalekit-admin-portal fetchPortalLink={() => Promise.resolve({ href: '/' })} />,
  // @ts-expect-error No such label.
  <scalekit-admin-portal labels={{ again: 'Noch einmal' }} />,
  // @ts-expect-error The detail of another event.
  <scalekit-admin-portal onportal-refresh={(event: CustomEvent<{ error: PortalError }>) => read(event)} />,
  // @ts-expect-error React uses the name of the event for custom elements.
  <scalekit-admin-portal onPortalRefresh={() => undefined} />,
  // @ts-expect-error A listener is a function.
  <scalekit-admin-portal onportal-error="show()" />,
  // @ts-expect-error No such tag.
  <scalekit-portal />,
];

export const props = (given: ComponentProps<'scalekit-admin-portal'>) => exactly<ScalekitAdminPortalProps>()(given);
// @ts-expect-error No such event: unlike in JSX, TypeScript finds a misspelt name with a dash in an object.
export const misspelt: ScalekitAdminPortalProps = { 'onportal-refersh': () => undefined };
// @ts-expect-error A function is a property, not an attribute.
export const noAttribute: ScalekitAdminPortalProps = { 'fetch-portal-link': () => undefined };
