import { Component } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';

@Component({
  selector: 'app-root',
  imports: [RouterLink, RouterOutlet],
  template: `
    <nav>
      <a routerLink="/settings">Settings</a>
      <a routerLink="/members">Members</a>
    </nav>
    <router-outlet />
  `,
})
export class App {}
