/** Tells Vue that the tag is not a Vue component. The base is relative, so the application works in any folder. */
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const isCustomElement = (tag: string) => tag === 'scalekit-admin-portal';

export default defineConfig({
  base: './',
  plugins: [vue({ template: { compilerOptions: { isCustomElement } } })],
  build: { modulePreload: { polyfill: false } },
});
