/** Bundles the element's code for links, retries and refreshes, so that Node can import it. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { PortalLifecycle } from '../../src/portal-lifecycle.ts';
import type { requestLink, waitBefore } from '../../src/portal-link.ts';

/** The default source folder. */
export const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

export interface RealCode {
  readonly PortalLifecycle: typeof PortalLifecycle;
  readonly requestLink: typeof requestLink;
  readonly waitBefore: typeof waitBefore;
}

const loaded = new Map<string, Promise<RealCode>>();

async function bundle(source: string): Promise<RealCode> {
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './portal-lifecycle.js'; export * from './portal-link.js';",
      resolveDir: resolve(source),
    },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as RealCode;
}

export function loadRealCode(source = SOURCE): Promise<RealCode> {
  let code = loaded.get(source);
  if (!code) loaded.set(source, (code = bundle(source)));
  return code;
}
