/** The tag needs no setting: Svelte supports custom elements. The base is relative, so the application works in any folder. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  plugins: [svelte({ configFile: false })],
  build: { modulePreload: { polyfill: false } },
});
