import { defineConfig } from 'vitest/config';

// Vite compiles a page when a test requests it. The test starts Vite with vite.config.ts.
export default defineConfig({ test: { testTimeout: 60_000 } });
