/** Starts the application: a settings area with a hash router. Every page is a separate chunk. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createHashRouter, redirect, RouterProvider } from 'react-router';
import '../../shared/app.css';
import { Layout } from './Layout.tsx';

const loading = <p>Loading…</p>;

const router = createHashRouter([
  { index: true, loader: () => redirect('/security'), hydrateFallbackElement: loading },
  {
    element: <Layout />,
    hydrateFallbackElement: loading,
    children: [
      { path: 'members', lazy: async () => ({ Component: (await import('./pages/MembersPage.tsx')).MembersPage }) },
      { path: 'security', lazy: async () => ({ Component: (await import('./pages/SecurityPage.tsx')).SecurityPage }) },
      { path: 'options', lazy: async () => ({ Component: (await import('./pages/OptionsPage.tsx')).OptionsPage }) },
      { path: 'function', lazy: async () => ({ Component: (await import('./pages/FunctionPage.tsx')).FunctionPage }) },
      {
        path: 'customers',
        lazy: async () => ({ Component: (await import('./pages/CustomersPage.tsx')).CustomersPage }),
      },
      { path: 'kept', lazy: async () => ({ Component: (await import('./pages/KeptPage.tsx')).KeptPage }) },
      { path: 'late', lazy: async () => ({ Component: (await import('./pages/LatePage.tsx')).LatePage }) },
    ],
  },
]);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
