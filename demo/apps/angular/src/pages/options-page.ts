/** All properties and all events of the element in one template. */
import 'scalekit-admin-portal';
import {
  afterNextRender,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  DestroyRef,
  type ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import type { PortalEventMap, ScalekitAdminPortalElement } from 'scalekit-admin-portal';
import { portalEventNames } from '../../../shared/portal-event-names.ts';

@Component({
  selector: 'main[data-page=options]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Every option</h1>
    <label><input #keepEnded type="checkbox" data-test="keep-ended" /> Do not renew an ended session</label>
    <scalekit-admin-portal
      #portal
      endpoint="/api/portal-link"
      method="POST"
      credentials="include"
      loading="lazy"
      frame-title="SSO settings of Bluebird Logistics"
      sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads"
      [environmentUrl]="portalOrigins"
      [height]="720"
      [loadTimeout]="5000"
      [labels]="{ retry: 'Once more' }"
      [headers]="headers"
      (portal-state-change)="hear($event)"
      (portal-message)="hear($event)"
      (portal-refresh)="hearRefresh($event, keepEnded.checked)"
      (portal-error)="hear($event)"
      (portal-return)="hear($event)"
      (portal-load-success)="hear($event)"
      (portal-load-failure)="hear($event)"
      (portal-session-warning)="hear($event)"
      (portal-session-expiry)="hear($event)"
      (organization-sso-enabled)="hear($event)"
      (organization-sso-disabled)="hear($event)"
      (organization-directory-enabled)="hear($event)"
      (organization-directory-disabled)="hear($event)"
      (sso-configured)="hear($event)"
      (scim-configured)="hear($event)"
      (session-expired)="hear($event)"
      (sso-enabled)="hear($event)"
      (sso-disabled)="hear($event)"
    />
    <div class="logs">
      <section>
        <h2>Received by the template</h2>
        <ol data-test="heard-by-template">
          @for (type of heardByTemplate(); track $index) {
            <li>{{ type }}</li>
          }
        </ol>
      </section>
      <section>
        <h2>Received by the script</h2>
        <ol data-test="heard-by-script">
          @for (type of heardByScript(); track $index) {
            <li>{{ type }}</li>
          }
        </ol>
      </section>
    </div>
  `,
})
export class OptionsPage {
  protected readonly portalOrigins =
    document.querySelector<HTMLMetaElement>('meta[name=portal-origins]')?.content ?? '';
  protected readonly heardByTemplate = signal<readonly string[]>([]);
  protected readonly heardByScript = signal<readonly string[]>([]);
  private readonly portal = viewChild.required<ElementRef<ScalekitAdminPortalElement>>('portal');

  constructor() {
    const leaving = new AbortController();
    inject(DestroyRef).onDestroy(() => leaving.abort());
    afterNextRender(() => {
      for (const name of portalEventNames) {
        this.portal().nativeElement.addEventListener(
          name,
          ({ type }) => this.heardByScript.update((heard) => [...heard, type]),
          { signal: leaving.signal },
        );
      }
    });
  }

  protected readonly headers = () => ({ 'X-CSRF-Token': 'token-of-the-page' });

  protected hear({ type }: Event): void {
    this.heardByTemplate.update((heard) => [...heard, type]);
  }

  protected hearRefresh(event: PortalEventMap['portal-refresh'], keepEnded: boolean): void {
    if (keepEnded) event.preventDefault();
    this.hear(event);
  }
}
