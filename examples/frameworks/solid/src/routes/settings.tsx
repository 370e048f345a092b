import { A, createAsync, useSearchParams, type RouteDefinition } from '@solidjs/router';
import 'scalekit-admin-portal';
import type {} from 'scalekit-admin-portal/solid';
import { createSignal, Show } from 'solid-js';
import { getSession } from '~/session';

export const route = { preload: () => getSession() } satisfies RouteDefinition;

export default function Settings() {
  const session = createAsync(() => getSession(), { deferStream: true });
  const [query] = useSearchParams();
  const [status, setStatus] = createSignal('');
  return (
    <main>
      <nav>
        <A href="/settings">Settings</A> <A href="/members">Members</A>
      </nav>
      <h1>Single sign-on and directory sync</h1>
      <p id="status">{status()}</p>
      <Show
        when={session()?.isAdministrator}
        fallback={<p>The administrators of your organization set this up.</p>}
      >
        <scalekit-admin-portal
          defer-hydration=""
          endpoint={query['fail'] ? '/api/no-such-route' : '/api/portal-link'}
          method="POST"
          prop:headers={() => ({ 'X-CSRF-Token': session()?.csrfToken ?? '' })}
          on:portal-error={({ detail }) => setStatus(`error: ${detail.error.code}`)}
          on:organization-sso-enabled={() => setStatus('SSO is on')}
          prop:deferHydration={false}
        />
      </Show>
      <footer>My product</footer>
    </main>
  );
}
