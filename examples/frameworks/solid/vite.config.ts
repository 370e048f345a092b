import { solidStart } from '@solidjs/start/config';
import { nitro } from 'nitro/vite';
import { defineConfig } from 'vite';

const { PORT } = process.env;

export default defineConfig({
  plugins: [solidStart(), nitro()],
  server: { port: PORT ? Number(PORT) : 3000 },
  // In SolidStart 2.0.5, the development toolbar imports this package, and browsers cannot load it as it is.
  // Delete this line when `npm run dev` works without it.
  optimizeDeps: { include: ['@solidjs/start > @jridgewell/trace-mapping'] },
});
