import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

const { PORT } = process.env;

export default defineConfig({
  plugins: [sveltekit({ adapter: adapter() })],
  server: { port: PORT ? Number(PORT) : 3000 },
});
