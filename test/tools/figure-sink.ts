/** The middleware of the test server that stores the figures of `figures.ts`, in one file for each engine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRunnerCoreConfig } from '@web/test-runner-core';
import type { Figure } from './figures.ts';

type Middleware = NonNullable<TestRunnerCoreConfig['middleware']>[number];

export const FIGURES_DIRECTORY = join(import.meta.dirname, '../../.tmp/figures');

export function figureSink(engines: string, isLong: boolean): Middleware {
  const figures: Figure[] = [];
  return async (context, next) => {
    if (context.path !== '/figures') return next();
    if (context.method === 'POST') {
      const chunks: Buffer[] = [];
      for await (const chunk of context.req) chunks.push(chunk as Buffer);
      figures.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Figure);
      mkdirSync(FIGURES_DIRECTORY, { recursive: true });
      writeFileSync(join(FIGURES_DIRECTORY, `${engines}.json`), JSON.stringify(figures));
    }
    context.body = JSON.stringify(isLong);
  };
}
