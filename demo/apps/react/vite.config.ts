import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative, so that the application works in any folder.
  base: './',
  plugins: [react()],
  build: { modulePreload: { polyfill: false } },
});
