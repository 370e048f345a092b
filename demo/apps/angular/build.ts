/**
 * Builds the application, and the page that the server renders. That is a build of its own: with a hash router every page
 * of the application has the same address for a server. `npm run build [-- --configuration development]`
 */
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';

const ng = createRequire(import.meta.url).resolve('@angular/cli/bin/ng.js');
const { configuration } = parseArgs({ options: { configuration: { type: 'string', default: 'production' } } }).values;

process.chdir(import.meta.dirname);
for (const configurations of [configuration, `${configuration},server-rendering`]) {
  const { status } = spawnSync(process.execPath, [ng, 'build', '--configuration', configurations], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

// Angular has one folder for each page; here the page stands beside the application, as it does for other frameworks.
renameSync('dist/server-rendered/index.html', 'dist/server-rendered.html');
// The same page without what the server rendered; nobody asks for it.
rmSync('dist/server-rendered/index.csr.html');
