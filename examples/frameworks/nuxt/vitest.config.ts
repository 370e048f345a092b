import { defineConfig } from 'vitest/config';

// `nuxt build` takes longer than Vitest waits for a test.
export default defineConfig({ test: { hookTimeout: 120_000 } });
