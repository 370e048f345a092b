/** The page to copy: the portal, a status line from its events, and a method call. */
import 'scalekit-admin-portal';
import { Component, computed, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';

@Component({
  // The router creates this element.
  selector: 'main[data-page=security]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Single sign-on and directory sync</h1>
    <p role="status" data-test="status">{{ status() }}</p>
    <scalekit-admin-portal
      #portal
      endpoint="/api/portal-link"
      (organization-sso-enabled)="provider.set($event.detail.data.provider)"
      (organization-sso-disabled)="provider.set(null)"
    />
    <button type="button" data-test="reload" (click)="portal.reload()">Reload the portal</button>
  `,
})
export class SecurityPage {
  protected readonly provider = signal<string | null>(null);
  protected readonly status = computed(() => {
    const provider = this.provider();
    return provider === null ? 'Single sign-on is off.' : `Single sign-on with ${provider} is on.`;
  });
}
