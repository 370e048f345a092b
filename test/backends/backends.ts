/** How each backend in `examples/backends` is made ready and started, and what is its own way in what all of them do. */
import { join } from 'node:path';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import type { CsrfCheck } from './conventions.ts';
import type { Start } from './started-backend.ts';
import { perform, whyNoGo, whyNotInstalled } from './toolchains.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Backend {
  readonly name: string;
  /** The one command of its README, in its folder. */
  readonly command: readonly string[];
  readonly csrf: CsrfCheck;
  readonly takesSections: boolean;
  /** Why it cannot run on this machine. The folder is the caller's own, and may be made. */
  readonly whyNot: (work: string) => Promise<string | undefined>;
  /** Where it is, and what starts it at once; what takes time is done before. */
  readonly prepare: (work: string) => Promise<Pick<Start, 'folder' | 'command'>>;
  /** The variables that make it a client of this simulator. */
  readonly environment: (simulator: Simulator) => Readonly<Record<string, string>>;
}

/** A folder for what a test file builds: two that build in one would be in each other's way. */
export const workFolder = (name: string): string => join(ROOT, '.tmp/backends', name);

export const exampleFolder = (name: string): string => join(ROOT, 'examples/backends', name);

const variables = ({ environment }: Simulator): Readonly<Record<string, string>> => ({ ...environment });

export const GIN: Backend = {
  name: 'gin',
  command: ['go', 'run', '.'],
  csrf: 'origin',
  takesSections: false,
  whyNot: () => whyNoGo(exampleFolder('gin')),
  async prepare(work) {
    const program = join(work, 'settings');
    await perform(exampleFolder('gin'), ['go', 'build', '-o', program, '.']);
    return { folder: exampleFolder('gin'), command: [program] };
  },
  environment: variables,
};

export const EXPRESS: Backend = {
  name: 'express',
  command: ['npm', 'start'],
  csrf: {
    header: 'X-CSRF-Token',
    token: (page) => page.querySelector<HTMLMetaElement>('meta[name=csrf-token]')?.content,
  },
  takesSections: false,
  whyNot: (work) => whyNotInstalled(exampleFolder('express'), work),
  prepare: async (work) => ({ folder: work, command: [process.execPath, 'server.mjs'] }),
  environment: variables,
};
