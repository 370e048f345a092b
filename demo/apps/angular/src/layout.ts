/** The layout of all pages: the product's name and the navigation. */
import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';

@Component({
  selector: 'northwind-desk',
  imports: [RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <header><strong>Northwind Desk</strong> <small>Angular</small></header>
    <nav aria-label="Settings">
      @for (page of pages; track page.path) {
        <a [routerLink]="page.path" routerLinkActive ariaCurrentWhenActive="page">{{ page.name }}</a>
      }
    </nav>
    <router-outlet />
  `,
})
export class Layout {
  protected readonly pages = [
    { path: '/members', name: 'Members' },
    { path: '/security', name: 'Security' },
    { path: '/options', name: 'Every option' },
    { path: '/function', name: 'Own function' },
    { path: '/customers', name: 'Customers' },
    { path: '/kept', name: 'Kept alive' },
    { path: '/late', name: 'Late definition' },
  ];
}
