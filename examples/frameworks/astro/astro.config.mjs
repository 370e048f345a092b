import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

// The public URL of the server. Astro compares it with the Origin of POST requests.
const site = new URL(process.env.SITE ?? 'http://localhost:3000');

// https://astro.build/config
export default defineConfig({
  site: site.href,
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  session: { cookie: { secure: site.protocol === 'https:' } },
  security: { allowedDomains: [{ hostname: site.hostname }] },
  server: { host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) },
});
