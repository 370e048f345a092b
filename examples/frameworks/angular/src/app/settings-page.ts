import 'scalekit-admin-portal';
import { HttpXsrfTokenExtractor } from '@angular/common/http';
import { Component, CUSTOM_ELEMENTS_SCHEMA, computed, inject, input, signal } from '@angular/core';

@Component({
  selector: 'settings-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Single sign-on and directory sync</h1>
    <p id="status">{{ status() }}</p>
    <scalekit-admin-portal
      [attr.endpoint]="endpoint()"
      method="POST"
      [headers]="headers"
      defer-hydration
      [deferHydration]="false"
      (portal-error)="status.set('error: ' + $event.detail.error.code)"
      (organization-sso-enabled)="status.set('SSO is on')"
    />
    <footer>Northwind</footer>
  `,
})
export class SettingsPage {
  readonly fail = input<string>();
  protected readonly endpoint = computed(() =>
    this.fail() ? '/api/no-such-route' : '/api/portal-link',
  );
  protected readonly status = signal('');
  private readonly xsrfToken = inject(HttpXsrfTokenExtractor);
  // What HttpClient does: the header has the token of the cookie XSRF-TOKEN.
  protected readonly headers = () => ({ 'X-XSRF-TOKEN': this.xsrfToken.getToken() ?? '' });
}
