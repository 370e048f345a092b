/** Starts the application: a settings area with a hash router. Every page is a separate chunk. */
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, RouteReuseStrategy, withHashLocation } from '@angular/router';
import { KeptTabs } from './kept-tabs.ts';
import { Layout } from './layout.ts';
import { routes } from './routes.ts';

await bootstrapApplication(Layout, {
  providers: [
    provideZonelessChangeDetection(),
    provideRouter(routes, withHashLocation()),
    { provide: RouteReuseStrategy, useExisting: KeptTabs },
  ],
});
