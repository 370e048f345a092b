/** The browser's half. */
import { bootstrapApplication } from '@angular/platform-browser';
import { configuration } from './configuration.ts';
import { ServerRenderedPage } from './server-rendered-page.ts';

await bootstrapApplication(ServerRenderedPage, configuration);
