/** A function in place of the endpoint. Every render passes a new one, which does not affect the running session. */
import 'scalekit-admin-portal';
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import type { FetchPortalLink, PortalLinkAnswer } from 'scalekit-admin-portal';

@Component({
  selector: 'main[data-page=function]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Own function</h1>
    <p>
      Rendered again: <output data-test="renders">{{ renders() }}</output>. Reasons of the link requests:
      <output data-test="reason">{{ reasons().join(' ') }}</output>
    </p>
    <button type="button" data-test="render-again" (click)="renders.set(renders() + 1)">Render again</button>
    <scalekit-admin-portal [fetchPortalLink]="newFunction()" />
  `,
})
export class FunctionPage {
  protected readonly renders = signal(0);
  protected readonly reasons = signal<readonly string[]>([]);

  // The method returns a new function for every render. Angular creates an arrow function in a template only once per view. A
  // product would bind a field.
  protected newFunction(): FetchPortalLink {
    return async ({ signal, reason }) => {
      this.reasons.update((earlier) => [...earlier, reason]);
      const response = await fetch('/api/portal-link', { signal });
      return response.json() as Promise<PortalLinkAnswer>;
    };
  }
}
