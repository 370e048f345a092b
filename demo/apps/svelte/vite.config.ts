/** Nothing for the tag: Svelte knows custom elements. Relative, so that the application works from any folder. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [svelte({ configFile: false })],
  build: { modulePreload: { polyfill: false } },
});
