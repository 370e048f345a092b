/** The tag in an Angular template: every kind of event, and the element by its reference. Its types come from the root. */
import { Component, CUSTOM_ELEMENTS_SCHEMA, type ElementRef, viewChild } from '@angular/core';
import type {
  FetchPortalLink,
  PortalError,
  PortalEventMap,
  PortalLabels,
  PortalState,
  ScalekitAdminPortalElement,
} from 'scalekit-admin-portal';
import { exactly } from '../exactly.ts';

@Component({
  selector: 'settings-page',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <scalekit-admin-portal
      #portal
      id="portal"
      class="settings"
      aria-label="SSO settings"
      endpoint="/portal-link"
      method="POST"
      credentials="include"
      mode="redirect"
      loading="lazy"
      height="720"
      frame-title="SSO settings"
      sandbox="allow-scripts"
      [src]="null"
      [environmentUrl]="environmentUrl"
      [attr.load-timeout]="5000"
      [headers]="headers"
      [fetchPortalLink]="fetchPortalLink"
      [labels]="{ retry: 'Erneut versuchen' }"
      (click)="$event.preventDefault()"
      (portal-refresh)="isRefresh($event); $event.preventDefault()"
      (portal-state-change)="isStateChange($event)"
      (portal-message)="isMessage($event)"
      (portal-error)="isError($event.detail.error); portal.reload()"
      (portal-load-success)="isText($event.detail.data.expiry)"
      (organization-sso-enabled)="isText($event.detail.data.provider)"
      (organization-directory-enabled)="isScim($event.detail.data.directory_type)"
      (sso-configured)="isGuideMessage($event)"
      (organization-renamed)="isUnknown($event)"
    >
      <p slot="error">Call us.</p>
    </scalekit-admin-portal>
    <p>{{ stateOf(portal.state) }} {{ portal.expiresAt?.toISOString() }} {{ portal.error?.code }}</p>
    <button type="button" (click)="isElement(portal); portal.labels = labels; portal.reload()">Reload</button>
  `,
})
export class SettingsPage {
  protected readonly environmentUrl = 'https://acme.scalekit.com';
  protected readonly labels: Partial<PortalLabels> = { retry: 'Erneut versuchen' };
  protected readonly headers = () => ({ Authorization: 'Bearer abc' });

  protected readonly isElement = exactly<ScalekitAdminPortalElement>();
  protected readonly isRefresh = exactly<PortalEventMap['portal-refresh']>();
  protected readonly isStateChange = exactly<PortalEventMap['portal-state-change']>();
  protected readonly isMessage = exactly<PortalEventMap['portal-message']>();
  protected readonly isGuideMessage = exactly<PortalEventMap['sso-configured']>();
  protected readonly isUnknown = exactly<Event>();
  protected readonly isError = exactly<PortalError>();
  protected readonly isText = exactly<string>();
  protected readonly isScim = exactly<'SCIM'>();
  protected readonly stateOf = (state: PortalState): string => state;

  private readonly portal = viewChild.required<ElementRef<ScalekitAdminPortalElement>>('portal');

  reload(): Promise<void> {
    return this.portal().nativeElement.reload();
  }

  protected readonly fetchPortalLink: FetchPortalLink = async ({ signal }) =>
    (await fetch('/portal-link', { signal })).text();
}
