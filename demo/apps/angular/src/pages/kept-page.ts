/** Two tabs, each with a route. `KeptTabs` keeps both: the notes keep their text, and the portal starts a new session. */
import { Component, inject, type OnDestroy } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { KeptTabs } from '../kept-tabs.ts';

@Component({
  selector: 'main[data-page=kept]',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <h1>Kept alive</h1>
    <button
      type="button"
      data-test="tab-portal"
      routerLink="portal"
      routerLinkActive
      #portal="routerLinkActive"
      [attr.aria-pressed]="portal.isActive"
    >
      Single sign-on
    </button>
    &ngsp;
    <button
      type="button"
      data-test="tab-notes"
      routerLink="notes"
      routerLinkActive
      #notes="routerLinkActive"
      [attr.aria-pressed]="notes.isActive"
    >
      Notes
    </button>
    <router-outlet />
  `,
})
export class KeptPage implements OnDestroy {
  readonly #tabs = inject(KeptTabs);

  ngOnDestroy(): void {
    this.#tabs.forget();
  }
}
