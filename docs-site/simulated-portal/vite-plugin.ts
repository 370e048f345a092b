/** Adds the simulated portal to the site: a separate page with the styles of the simulator. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vitepress';
import { ROOT } from '../pages.ts';

const FOLDER = 'simulated-portal';
const FILES: readonly (readonly [name: string, source: string, type: string])[] = [
  ['index.html', 'docs-site/simulated-portal/index.html', 'text/html'],
  ['portal.js', 'docs-site/simulated-portal/portal.js', 'text/javascript'],
  ['portal.css', 'demo/simulator/assets/portal.css', 'text/css'],
];

/** For the development server. */
export function simulatedPortal(): Plugin {
  return {
    name: FOLDER,
    configureServer({ middlewares }) {
      for (const [name, source, type] of FILES) {
        middlewares.use(`/${FOLDER}/${name}`, (_, response) => {
          response.setHeader('Content-Type', type).end(readFileSync(join(ROOT, source)));
        });
      }
    },
  };
}

/** For the build. The files are not assets of it: VitePress would treat the style sheet as the site's own. */
export function writeSimulatedPortal(site: string): void {
  mkdirSync(join(site, FOLDER), { recursive: true });
  for (const [name, source] of FILES) writeFileSync(join(site, FOLDER, name), readFileSync(join(ROOT, source)));
}
