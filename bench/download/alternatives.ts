/** Alternatives: packages that embed comparable pages, each in its smallest useful form, and their installation. */
import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const FOLDER = join(import.meta.dirname, '../alternatives');

export interface Alternative {
  readonly name: string;
  /** The imports of an application that shows one embedded page. */
  readonly entry: string;
  /** Its peer dependencies. The package is measured without and with them. */
  readonly peers?: readonly string[];
  /** Further imports for the measurement with peers: an application without React needs its renderer, too. */
  readonly peerEntry?: string;
}

const REACT = ['react', 'react-dom'];
const RENDERER = "export { createElement } from 'react'; export { createRoot } from 'react-dom/client';";

export const ALTERNATIVES: readonly Alternative[] = [
  { name: '@superset-ui/embedded-sdk', entry: "export { embedDashboard } from '@superset-ui/embedded-sdk';" },
  { name: '@nangohq/frontend', entry: "import Nango from '@nangohq/frontend'; export { Nango };" },
  { name: 'svix-react', entry: "export { AppPortal } from 'svix-react';", peers: REACT, peerEntry: RENDERER },
  { name: '@stripe/connect-js', entry: "export { loadConnectAndInitialize } from '@stripe/connect-js';" },
  { name: '@looker/embed-sdk', entry: "export { getEmbedSDK } from '@looker/embed-sdk';" },
  {
    name: 'amazon-quicksight-embedding-sdk',
    entry: "export { createEmbeddingContext } from 'amazon-quicksight-embedding-sdk';",
  },
  { name: '@descope/web-component', entry: "import '@descope/web-component';" },
  {
    name: '@workos-inc/widgets',
    entry: "export { WorkOsWidgets, AdminPortalSsoConnection } from '@workos-inc/widgets';",
    peers: [...REACT, '@radix-ui/themes', '@tanstack/react-query', 'swr'],
    peerEntry: RENDERER,
  },
];

const changedAt = async (path: string): Promise<number> => (await stat(path)).mtimeMs;

/** Whether the installed packages match the lockfile: npm writes its own list at the end of an install. */
async function isInstalled(): Promise<boolean> {
  try {
    const installed = await changedAt(join(FOLDER, 'node_modules/.package-lock.json'));
    return installed >= (await changedAt(join(FOLDER, 'package-lock.json')));
  } catch {
    return false;
  }
}

/** Installs the packages if they are missing or outdated. Their install scripts do not run. */
export async function installAlternatives(): Promise<void> {
  if (await isInstalled()) return;
  console.log('Installing the alternatives in bench/alternatives …');
  // If npm started this script, its environment would override the settings of the folder.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_local|package)/.test(name)),
  );
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--prefix', FOLDER], { cwd: FOLDER, env });
}

/** The exact version in the folder's package.json. */
export async function versionOf(name: string): Promise<string> {
  const { dependencies } = JSON.parse(await readFile(join(FOLDER, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies[name] ?? '';
}
