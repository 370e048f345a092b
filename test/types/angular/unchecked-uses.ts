/**
 * Mistakes that Angular's template check accepts. docs/frameworks/angular.md warns of each: with `CUSTOM_ELEMENTS_SCHEMA`, Angular
 * checks neither bindings nor names of events. If Angular refuses one some day, change that page.
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
