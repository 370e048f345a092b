/** The tag in Solid 1.9's JSX: correct uses compile, wrong uses do not. */
import { createSignal, type ComponentProps, type JSX } from 'solid-js';
import type { PortalError, PortalState, RefreshReason, ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import type { ScalekitAdminPortalProps } from 'scalekit-admin-portal/solid';
import { exactly, read } from '../exactly.ts';

/** Every property and every kind of event. */
export function SettingsPage(props: { token?: string }): JSX.Element {
  let portal: ScalekitAdminPortalElement | undefined;
  const [title] = createSignal('SSO settings');
  return (
    <scalekit-admin-portal
      ref={portal}
      id="portal"
      class="settings"
      classList={{ wide: true }}
      style={{ 'min-height': '600px' }}
      slot="content"
      aria-label="SSO settings"
      endpoint="/portal-link"
      src={undefined}
      environment-url="https://acme.scalekit.com"
      method="POST"
      credentials="include"
      mode="tab"
      loading="lazy"
      height={720}
      frame-title={title()}
      sandbox={undefined}
      load-timeout="5000"
      prop:headers={() => ({ Authorization: `Bearer ${props.token}` })}
      prop:fetchPortalLink={async ({ signal }) => (await fetch('/portal-link', { signal })).text()}
      prop:firstResponse={fetch('/portal-link')}
      prop:labels={{ retry: 'Erneut versuchen' }}
      onClick={(event) => void event.currentTarget.reload()}
      on:portal-refresh={(event) => {
        exactly<{ reason: RefreshReason }>()(event.detail);
        exactly<EventTarget & ScalekitAdminPortalElement>()(event.currentTarget);
        event.preventDefault();
        void event.currentTarget.reload();
        // @ts-expect-error The detail of another event.
        read(event.detail.error);
      }}
      onportal-state-change={({ detail }) => exactly<{ state: PortalState; previousState: PortalState }>()(detail)}
      on:portal-error={({ detail }) => exactly<{ error: PortalError }>()(detail)}
      on:portal-return={({ detail }) => exactly<Record<string, never>>()(detail)}
      on:organization-sso-enabled={({ detail }) => exactly<string>()(detail.data.provider)}
      on:sso-configured={undefined}
    >
      <p slot="error">Call us.</p>
    </scalekit-admin-portal>
  );
}

/** Prefixes for properties and attributes. */
export const prefixed = (
  <scalekit-admin-portal
    ref={(portal) => exactly<ScalekitAdminPortalElement>()(portal)}
    prop:endpoint={null}
    prop:environmentUrl="https://acme.scalekit.com"
    prop:height={720}
    prop:frameTitle="SSO settings"
    prop:loadTimeout={5000}
    prop:headers={null}
    prop:fetchPortalLink={undefined}
    attr:method="POST"
    attr:environment-url={null}
    attr:frame-title="SSO settings"
    attr:load-timeout={5000}
  />
);

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
  <scalekit-admin-portal prop:error={null} />,
  // @ts-expect-error Read-only.
  <scalekit-admin-portal prop:expiresAt={null} />,
  // @ts-expect-error A method, not a property.
  <scalekit-admin-portal prop:reload={() => Promise.resolve()} />,
  // @ts-expect-error Solid would set `frametitle`.
  <scalekit-admin-portal frameTitle="SSO settings" />,
  // @ts-expect-error Solid would set `loadtimeout`.
  <scalekit-admin-portal loadTimeout={5000} />,
  // @ts-expect-error Solid would set `environmenturl`.
  <scalekit-admin-portal environmentUrl="https://acme.scalekit.com" />,
  // @ts-expect-error Solid would set `fetchportallink`.
  <scalekit-admin-portal fetchPortalLink={() => Promise.resolve('')} />,
  // @ts-expect-error An attribute has dashes.
  <scalekit-admin-portal attr:frameTitle="SSO settings" />,
  // @ts-expect-error A string cannot hold it.
  <scalekit-admin-portal attr:labels={{ retry: 'Erneut versuchen' }} />,
  // @ts-expect-error A server would render the text of the function.
  <scalekit-admin-portal fetch-portal-link={() => Promise.resolve('')} />,
  // @ts-expect-error A server would render the text of the function.
  <scalekit-admin-portal headers={() => ({ 'X-CSRF-Token': 'abc' })} />,
  // @ts-expect-error A server would render `[object Object]`.
  <scalekit-admin-portal labels={{ retry: 'Erneut versuchen' }} />,
  // @ts-expect-error It contains no link.
  <scalekit-admin-portal prop:fetchPortalLink={() => Promise.resolve({ href: '/' })} />,
  // @ts-expect-error No such label.
  <scalekit-admin-portal prop:labels={{ again: 'Noch einmal' }} />,
  // @ts-expect-error The detail of another event.
  <scalekit-admin-portal on:portal-refresh={(event: CustomEvent<{ error: PortalError }>) => read(event)} />,
  // @ts-expect-error Solid would listen to `portalrefresh`.
  <scalekit-admin-portal onPortalRefresh={() => undefined} />,
  // @ts-expect-error A listener is a function.
  <scalekit-admin-portal on:portal-error="show()" />,
  // @ts-expect-error The ref of another element.
  <scalekit-admin-portal ref={(portal: HTMLInputElement) => read(portal)} />,
  // @ts-expect-error No such tag.
  <scalekit-portal />,
];

export const props = (given: ComponentProps<'scalekit-admin-portal'>) => exactly<ScalekitAdminPortalProps>()(given);
// @ts-expect-error No such event: unlike in JSX, TypeScript finds a misspelt name with a dash in an object.
export const misspelt: ScalekitAdminPortalProps = { 'on:portal-refersh': () => undefined };
// @ts-expect-error Functions have no attribute.
export const noAttribute: ScalekitAdminPortalProps = { 'attr:fetch-portal-link': () => undefined };
