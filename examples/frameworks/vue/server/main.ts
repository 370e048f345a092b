/** Starts the server. With `dev`, Vite serves the pages, otherwise the built ones are served. */
import { createServer } from 'node:http';
import express from 'express';
import { createApp } from './app.ts';

const app = createApp();
const server = createServer(app);

if (process.argv.includes('dev')) {
  const vite = await import('vite');
  const { middlewares } = await vite.createServer({
    server: { middlewareMode: true, hmr: { server } },
  });
  app.use(middlewares);
} else {
  app.use(express.static('dist'));
  // The router in the browser handles all other paths.
  app.use((_request, response) => response.sendFile('index.html', { root: 'dist' }));
}

const port = Number(process.env['PORT'] ?? 3000);
server.on('error', (error) => {
  console.error(`Port ${port} cannot be used (${error.message}): choose another in PORT.`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}/settings`));
