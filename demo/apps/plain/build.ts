/** The page needs no build: copies its files and the drop-in into one folder, as on a web server. */
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const target = 'dist';
const dropIn = fileURLToPath(import.meta.resolve('scalekit-admin-portal/dist/scalekit-admin-portal.min.js'));

process.chdir(import.meta.dirname);
rmSync(target, { recursive: true, force: true });
mkdirSync(target);
for (const file of [...globSync('*.{html,js}'), '../shared/app.css', dropIn])
  cpSync(file, `${target}/${basename(file)}`);
