/** A function in the place of the endpoint: every render passes a new one, and no session minds. */
import 'scalekit-admin-portal';
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import type { FetchPortalLink, PortalLinkAnswer } from 'scalekit-admin-portal';

@Component({
  selector: 'main[data-page=function]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>Own function</h1>
    <p>
      Rendered again: <output data-test="renders">{{ renders() }}</output>. Links asked for because of:
      <output data-test="reason">{{ reasons().join(' ') }}</output>
    </p>
    <button type="button" data-test="render-again" (click)="renders.set(renders() + 1)">Render again</button>
    <scalekit-admin-portal [fetchPortalLink]="newFunction()" />
  `,
})
export class FunctionPage {
  protected readonly renders = signal(0);
  protected readonly reasons = signal<readonly string[]>([]);

  // A method that returns a function gives a new one for every render. Angular makes an arrow function that is written
  // into the template once for each view, and a product would bind one that is a field.
  protected newFunction(): FetchPortalLink {
    return async ({ signal, reason }) => {
      this.reasons.update((earlier) => [...earlier, reason]);
      const response = await fetch('/api/portal-link', { signal });
      return response.json() as Promise<PortalLinkAnswer>;
    };
  }
}
