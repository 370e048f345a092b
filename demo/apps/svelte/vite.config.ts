/** Nothing for the tag: Svelte knows custom elements. Relative, so that the application works from any folder. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig(({ isSsrBuild }) => ({
  base: './',
  plugins: [svelte({ configFile: false })],
  build: {
    modulePreload: { polyfill: false },
    emptyOutDir: !isSsrBuild,
    rolldownOptions: { input: isSsrBuild ? 'src/server-rendering/render.ts' : ['index.html', 'server-rendered.html'] },
  },
}));
