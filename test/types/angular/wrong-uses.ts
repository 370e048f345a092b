/**
 * Uses that Angular's template check must refuse: one mistake per component. Angular has no `@ts-expect-error` in templates, so
 * that `test/node/angular-types.test.ts` compares the refused uses with a list.
 */
import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';
import type { PortalError } from 'scalekit-admin-portal';
import { read } from '../exactly.ts';

@Component({
  selector: 'detail-of-another-event',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal (portal-refresh)="read($event.detail.error)" />`,
})
export class DetailOfAnotherEvent {
  protected readonly read = read;
}

@Component({
  selector: 'listener-of-another-event',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal (portal-refresh)="onError($event)" />`,
})
export class ListenerOfAnotherEvent {
  protected onError(event: CustomEvent<{ error: PortalError }>): void {
    read(event);
  }
}

@Component({
  selector: 'misspelled-detail',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal (organization-sso-enabled)="read($event.detail.data.providor)" />`,
})
export class MisspelledDetail {
  protected readonly read = read;
}

@Component({
  selector: 'detail-of-a-guide-message',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal (sso-configured)="read($event.detail.data)" />`,
})
export class DetailOfAGuideMessage {
  protected readonly read = read;
}

@Component({
  selector: 'detail-of-a-misspelled-event',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal (portal-refersh)="read($event.detail)" />`,
})
export class DetailOfAMisspelledEvent {
  protected readonly read = read;
}

@Component({
  selector: 'unknown-method',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal #portal /><button (click)="portal.renew()">Renew</button>`,
})
export class UnknownMethod {}

@Component({
  selector: 'argument-of-reload',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal #portal /><button (click)="portal.reload(true)">Reload</button>`,
})
export class ArgumentOfReload {}

@Component({
  selector: 'read-only-property',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal #portal /><button (click)="portal.state = 'ready'">Be ready</button>`,
})
export class ReadOnlyProperty {}

@Component({
  selector: 'value-of-a-property',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal #portal /><button (click)="portal.method = 'PUT'">Put</button>`,
})
export class ValueOfAProperty {}

@Component({
  selector: 'unset-expiry',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal #portal />
    <p>{{ portal.expiresAt.toISOString() }}</p>`,
})
export class UnsetExpiry {}

@Component({
  selector: 'without-schema',
  template: `<scalekit-admin-portal endpoint="/portal-link" />`,
})
export class WithoutSchema {}
