import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  // Tests import the routes' modules directly, without the plugin.
  plugins: process.env.VITEST ? [] : [reactRouter()],
  server: { host: '127.0.0.1', port: Number(process.env.PORT ?? 3000), strictPort: true },
});
