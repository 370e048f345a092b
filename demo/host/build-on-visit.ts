/**
 * Builds an application at its first visit after the start. Building all of them at the start would take long, and most
 * visitors look at few.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { AppBuild, AppBuilds, AppName } from './apps.ts';

const APPS_DIRECTORY = join(import.meta.dirname, '../apps');

export function buildOnVisit(): AppBuilds {
  const builds = new Map<AppName, AppBuild>();
  return (name) => {
    const known = builds.get(name);
    if (known !== undefined) {
      // The visitor has seen the output of the failed build. The next visit builds again: the cause may be fixed.
      if (known.state === 'failed') builds.delete(name);
      return known;
    }
    const building: AppBuild = { state: 'building' };
    builds.set(name, building);
    void build(join(APPS_DIRECTORY, name)).then((outcome) => builds.set(name, outcome));
    return building;
  };
}

function build(directory: string): Promise<AppBuild> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', 'build'], { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.on('error', ({ message }) => resolve({ state: 'failed', output: message }));
    child.on('close', (status) => {
      resolve(status === 0 ? { state: 'built', directory: join(directory, 'dist') } : { state: 'failed', output });
    });
  });
}
