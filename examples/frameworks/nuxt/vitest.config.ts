import { defineConfig } from 'vitest/config';

// `nuxt build` takes longer than Vitest's default timeout.
export default defineConfig({ test: { hookTimeout: 120_000 } });
