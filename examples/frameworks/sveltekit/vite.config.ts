import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const { PORT } = process.env;

export default defineConfig({
  plugins: [sveltekit({ adapter: adapter() })],
  server: { port: PORT ? Number(PORT) : 3000 },
  // The first request of a test waits until Vite has compiled the route.
  test: { testTimeout: 60_000 },
});
