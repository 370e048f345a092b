/** Every server, framework and runtime that the handler is run in. Each is a row of the table in `docs/server-runtimes.md`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CHECKS } from './checks.ts';
import type { ClientOptions } from './client.ts';

export const HERE = import.meta.dirname;
const MODULES = join(HERE, 'node_modules');
const ROOT_MODULES = join(HERE, '../../node_modules');
const APPS = join(HERE, 'apps');

type CheckName = keyof typeof CHECKS;

export interface Runtime {
  /** Without its version. */
  readonly name: string;
  /** The package that its version is that of; none for what Node brings. */
  readonly package?: string;
  readonly protocol?: 'http/1.1' | 'h2c' | 'h2';
  readonly path?: string;
  /** Runs in `folder`, once for all the rows of that folder. */
  readonly build?: readonly string[];
  readonly folder?: string;
  readonly start: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly client?: ClientOptions;
  /** What the server itself answers, before or in place of the handler; the check is left out, and the table says this. */
  readonly own?: Readonly<Partial<Record<CheckName, string>>>;
}

const bin = (name: string): string => join(MODULES, '.bin', name);
const inNode = (file: string): readonly string[] => [process.execPath, file];

export const RUNTIMES: readonly Runtime[] = [
  { name: 'node:http', start: inNode('node-http.mjs') },
  { name: 'node:http2, clear', start: inNode('node-http2.mjs'), protocol: 'h2c' },
  { name: 'node:http2, TLS', start: inNode('node-http2.mjs'), env: { TLS: '1' }, protocol: 'h2' },
  { name: 'Express', package: 'express4', start: inNode('express.mjs'), env: { EXPRESS: '4' } },
  { name: 'Express', package: 'express', start: inNode('express.mjs') },
  {
    name: 'Express, with body parsers',
    package: 'express',
    start: inNode('express.mjs'),
    env: { EXPRESS_PARSER: '1' },
  },
  { name: 'Fastify', package: 'fastify', start: inNode('fastify.mjs') },
  { name: 'Koa', package: 'koa', start: inNode('koa.mjs') },
  { name: 'Nest', package: '@nestjs/core', start: inNode('nest.mjs') },
  { name: 'Hono', package: 'hono', start: inNode('hono.mjs'), own: { targets: 'hands on what the target names' } },
  {
    name: 'Next, `app`',
    package: 'next',
    own: { methods: 'its own 405' },
    folder: 'next',
    build: [bin('next'), 'build'],
    start: [bin('next'), 'start'],
  },
  {
    name: 'Next, `pages`',
    package: 'next',
    folder: 'next',
    build: [bin('next'), 'build'],
    start: [bin('next'), 'start'],
    path: '/api/pages-portal-link',
  },
  {
    name: 'SvelteKit',
    package: '@sveltejs/kit',
    folder: 'sveltekit',
    build: [bin('vite'), 'build'],
    start: inNode('dist/server/index.js'),
    // Its server believes that it is behind TLS, unless a proxy says otherwise.
    env: { PROTOCOL_HEADER: 'x-forwarded-proto' },
    client: { headers: { 'X-Forwarded-Proto': 'http' } },
  },
  {
    name: 'React Router',
    package: 'react-router',
    folder: 'react-router',
    build: [bin('react-router'), 'build'],
    start: [bin('react-router-serve'), 'dist/server/index.js'],
  },
  {
    name: 'Nitro (Nuxt)',
    package: 'nitropack',
    folder: 'nitro',
    build: [bin('nitro'), 'build'],
    start: inNode('dist/server/index.mjs'),
  },
  {
    name: 'Astro',
    package: 'astro',
    folder: 'astro',
    build: [bin('astro'), 'build'],
    start: inNode('dist/server/entry.mjs'),
    env: { HOST: '127.0.0.1' },
  },
  {
    name: 'Bun',
    package: '@oven/bun-linux-x64-baseline',
    start: [join(MODULES, '@oven/bun-linux-x64-baseline/bin/bun'), 'bun.mjs'],
    own: { pipelined: 'answers one, and closes' },
  },
  {
    name: 'Deno',
    package: '@deno/linux-x64-glibc',
    start: [join(MODULES, '@deno/linux-x64-glibc/deno'), 'run', '--quiet', '--allow-all', 'deno.mjs'],
    own: { targets: 'hands on what the target names' },
  },
  {
    name: 'Workers (miniflare)',
    package: 'miniflare',
    start: inNode('workers/start.mjs'),
    // workerd takes a connection that is merely closed for one that still reads.
    client: { resets: true },
  },
];

export const folderOf = ({ folder = '' }: Runtime): string => join(APPS, folder);

/** As its row is headed: with the version that was run. */
export function headOf({ name, package: packageName }: Runtime): string {
  if (packageName === undefined) return `${name}, Node ${process.versions.node.split('.').slice(0, 2).join('.')}`;
  const file = [MODULES, ROOT_MODULES].map((modules) => join(modules, packageName, 'package.json')).find(existsSync);
  const { version } = JSON.parse(readFileSync(file ?? '', 'utf8')) as { version: string };
  const [first = name, ...rest] = name.split(',');
  return [`${first} ${version.split('.').slice(0, 2).join('.')}`, ...rest].join(',');
}
