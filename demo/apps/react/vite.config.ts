import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig(({ isSsrBuild }) => ({
  // Relative, so that the application works from any folder.
  base: './',
  plugins: [react()],
  build: {
    modulePreload: { polyfill: false },
    emptyOutDir: !isSsrBuild,
    rolldownOptions: { input: isSsrBuild ? 'src/server-rendering/render.tsx' : ['index.html', 'server-rendered.html'] },
  },
}));
