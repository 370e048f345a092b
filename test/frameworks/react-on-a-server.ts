/** React 18 with a server that renders its pages, as Vite's template for it has it: where it differs from the application. */

const ROUTES = `import { redirect, type RouteObject } from 'react-router';
import { MembersPage } from './pages/MembersPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { requireSession, type Session } from './session.ts';

function requireGivenSession(session: Session | null): Session {
  if (!session) throw redirect('/');
  return session;
}

export const routes: RouteObject[] = [
  { path: '/', Component: SignInPage },
  { path: '/members', Component: MembersPage },
  {
    path: '/settings',
    Component: SettingsPage,
    loader: ({ context }) => (import.meta.env.SSR ? requireGivenSession(context.session) : requireSession()),
  },
];
`;

const SERVER_ENTRY = `import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from 'react-router';
import { routes } from './routes.tsx';
import type { Session } from './session.ts';

const { query, dataRoutes } = createStaticHandler(routes);

/** The content of the page, or where the browser has to go. */
export async function render(request: Request, session: Session | null): Promise<string | Response> {
  const context = await query(request, { requestContext: { session } });
  if (context instanceof Response) return context;
  return renderToString(
    <StrictMode>
      <StaticRouterProvider router={createStaticRouter(dataRoutes, context)} context={context} />
    </StrictMode>,
  );
}
`;

const BROWSER_ENTRY = `import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { routes } from './routes.tsx';

hydrateRoot(
  document.getElementById('root') ?? document.body,
  <StrictMode>
    <RouterProvider router={createBrowserRouter(routes)} />
  </StrictMode>,
);
`;

const RENDERED_PAGES = `  const page = await readFile('dist/index.html', 'utf8');
  const { render } = await import(String(new URL('../dist-server/entry-server.js', import.meta.url)));
  app.use(express.static('dist', { index: false }));
  app.use(async (request, response) => {
    const { user, csrfToken } = request.session;
    const url = new URL(request.originalUrl, 'http://localhost');
    const rendered: string | Response = await render(new Request(url), user ? { ...user, csrfToken } : null);
    response.set('Cache-Control', 'no-store');
    if (typeof rendered !== 'string') return response.redirect(rendered.headers.get('Location') ?? '/');
    response.type('html').send(page.replace('<div id="root">', () => '<div id="root">' + rendered));
  });
`;

export const REACT_ON_A_SERVER = {
  files: {
    'src/routes.tsx': ROUTES,
    'src/entry-server.tsx': SERVER_ENTRY,
    'src/main.tsx': BROWSER_ENTRY,
  },
  changes: {
    'package.json': [
      ['&& vite build"', '&& vite build && vite build --ssr src/entry-server.tsx --outDir dist-server"'],
    ],
    'server/main.ts': [
      [
        `  app.use(express.static('dist'));
  // The router in the browser handles all other paths.
  app.use((_request, response) => response.sendFile('index.html', { root: 'dist' }));
`,
        RENDERED_PAGES,
      ],
      [
        "import { createServer } from 'node:http';",
        "import { readFile } from 'node:fs/promises';\nimport { createServer } from 'node:http';",
      ],
    ],
  },
} as const;
