/** Tells Vue that the tag is no component of its own; everything else is for files that work from any folder. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const isCustomElement = (tag: string) => tag === 'scalekit-admin-portal';

export default defineConfig({
  base: './',
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  build: { modulePreload: { polyfill: false } },
});
