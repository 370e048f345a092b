/**
 * Mistakes that Angular's template check lets pass, each of which docs/frameworks/angular.md warns of: with `CUSTOM_ELEMENTS_SCHEMA` it
 * looks neither at what is bound nor at the names of events. If one is refused some day, the page may say so.
 */
import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';

@Component({
  selector: 'unchecked-uses',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <scalekit-admin-portal endpiont="/portal-link" />
    <scalekit-admin-portal method="PUT" />
    <scalekit-admin-portal [endpiont]="'/portal-link'" />
    <scalekit-admin-portal [frameTitle]="5" />
    <scalekit-admin-portal [labels]="{ again: 'Noch einmal' }" />
    <scalekit-admin-portal [state]="'ready'" />
    <scalekit-admin-portal [frame-title]="'SSO settings'" />
    <scalekit-admin-portal (portal-refersh)="$event.preventDefault()" />
    <scalekit-portal endpoint="/portal-link" />
  `,
})
export class UncheckedUses {}
