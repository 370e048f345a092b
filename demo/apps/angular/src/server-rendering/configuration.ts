/** What both halves are started with: the server marks its HTML for hydration, the browser takes it over. */
import { type ApplicationConfig, provideZonelessChangeDetection } from '@angular/core';
import { provideClientHydration, withNoIncrementalHydration } from '@angular/platform-browser';

export const configuration: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    // Incremental hydration brings the replay of events with it, an inline script that a strict policy forbids.
    provideClientHydration(withNoIncrementalHydration()),
  ],
};
