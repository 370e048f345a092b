/** workerd, which Workers run in, started by miniflare as `wrangler dev` does. */
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

const { outputFiles } = await build({
  entryPoints: [new URL('worker.mjs', import.meta.url).pathname],
  bundle: true,
  format: 'esm',
  write: false,
});
const miniflare = new Miniflare({
  modules: true,
  script: outputFiles[0].text,
  port: Number(process.env.PORT),
  compatibilityDate: '2026-07-01',
  compatibilityFlags: ['enable_request_signal'],
  bindings: { UPSTREAM: process.env.UPSTREAM, USER: 'ada' },
});
await miniflare.ready;
