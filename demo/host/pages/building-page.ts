/** The pages for an application that is not built yet, or whose build failed. */
import { APPS, type AppName } from '../apps.ts';
import { html, type Html } from '../html.ts';
import { head } from './product-page.ts';

/** Reloads every second. */
export function buildingPage(name: AppName): Html {
  return html`<!doctype html>
    <html lang="en">
      ${head(`${APPS[name]} application`, html`<meta http-equiv="refresh" content="1" />`)}
      <body>
        <main class="product">
          <h1>Building the ${APPS[name]} application</h1>
          <p role="status">
            This happens once after each start and takes a few seconds. The page then opens by itself.
          </p>
        </main>
      </body>
    </html>`;
}

export function failedBuildPage(name: AppName, output: string): Html {
  return html`<!doctype html>
    <html lang="en">
      ${head(`${APPS[name]} application`)}
      <body>
        <main class="product">
          <h1>The ${APPS[name]} application could not be built</h1>
          <p>
            Fix the errors below, then reload this page. To build by hand:
            <code>npm run build -w demo/apps/${name}</code>
          </p>
          <pre>${output}</pre>
        </main>
      </body>
    </html>`;
}
