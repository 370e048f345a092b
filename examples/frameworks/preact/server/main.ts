/** Starts the server. With `dev`, Vite provides the pages, otherwise the built ones are served. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import express from 'express';
import type { render } from '../src/entry-server.tsx';
import type { Session } from '../src/session.ts';
import { createApp } from './app.ts';

const app = express();
const server = createServer(app);

/** Puts the content of a page and the session into `index.html`. */
function fill(html: string, content: string, session: Session | null): string {
  // No text in the session can end the script.
  const json = JSON.stringify(session).replaceAll('<', String.raw`\u003c`);
  return html
    .replace('<!-- app -->', () => content)
    .replace(
      '<!-- session -->',
      () => `<script id="session" type="application/json">${json}</script>`,
    );
}

interface Entry {
  readonly render: typeof render;
}

if (process.argv.includes('dev')) {
  const { createServer: createViteServer } = await import('vite');
  const vite = await createViteServer({
    appType: 'custom',
    server: { middlewareMode: true, hmr: { server } },
  });
  const renderPage = async (path: string, session: Session | null) => {
    const html = await vite.transformIndexHtml(path, await readFile('index.html', 'utf8'));
    const { render } = (await vite.ssrLoadModule('/src/entry-server.tsx')) as Entry;
    return fill(html, render(path, session), session);
  };
  app.use(vite.middlewares, createApp(renderPage));
} else {
  const html = await readFile('dist/client/index.html', 'utf8');
  const { render }: Entry = await import(
    String(new URL('../dist/server/entry-server.js', import.meta.url))
  );
  app.use(express.static('dist/client', { index: false }));
  app.use(createApp(async (path, session) => fill(html, render(path, session), session)));
}

const port = Number(process.env['PORT'] ?? 3000);
server.on('error', (error) => {
  console.error(`Port ${port} cannot be used (${error.message}): choose another in PORT.`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}/settings`));
