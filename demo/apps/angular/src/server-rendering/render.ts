/** The server's half. */
import { type ApplicationRef, mergeApplicationConfig } from '@angular/core';
import { bootstrapApplication, type BootstrapContext } from '@angular/platform-browser';
import { provideServerRendering, RenderMode, withRoutes } from '@angular/ssr';
import { configuration } from './configuration.ts';
import { ServerRenderedPage } from './server-rendered-page.ts';

const serverConfiguration = mergeApplicationConfig(configuration, {
  providers: [provideServerRendering(withRoutes([{ path: '**', renderMode: RenderMode.Prerender }]))],
});

const render = (context: BootstrapContext): Promise<ApplicationRef> =>
  bootstrapApplication(ServerRenderedPage, serverConfiguration, context);

export default render;
