import 'scalekit-admin-portal';
import { HttpXsrfTokenExtractor } from '@angular/common/http';
import { Component, computed, CUSTOM_ELEMENTS_SCHEMA, inject, input, signal } from '@angular/core';
import { SESSION } from './session';

@Component({
  selector: 'settings-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Single sign-on and directory sync</h1>
    <p id="status" role="status">{{ status() }}</p>
    @if (session.isAdmin) {
      <scalekit-admin-portal
        [attr.endpoint]="endpoint()"
        method="POST"
        [headers]="headers"
        defer-hydration
        [deferHydration]="false"
        (portal-error)="status.set('error: ' + $event.detail.error.code)"
        (organization-sso-enabled)="status.set('SSO is on')"
      />
    } @else {
      <p>The administrators of your organization set this up.</p>
    }
    <footer>My product</footer>
  `,
})
export class SettingsPage {
  readonly fail = input<string>();
  protected readonly endpoint = computed(() =>
    this.fail() ? '/api/no-such-route' : '/api/portal-link',
  );
  protected readonly session = inject(SESSION);
  protected readonly status = signal('');
  private readonly xsrfToken = inject(HttpXsrfTokenExtractor);
  protected readonly headers = () => ({ 'X-XSRF-TOKEN': this.xsrfToken.getToken() ?? '' });
}
