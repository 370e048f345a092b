import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { MembersPage } from './pages/MembersPage.tsx';
import { SettingsPage } from './pages/SettingsPage.tsx';
import { SignInPage } from './pages/SignInPage.tsx';
import { requireSession } from './session.ts';

const router = createBrowserRouter([
  { path: '/', Component: SignInPage },
  { path: '/members', Component: MembersPage },
  {
    path: '/settings',
    Component: SettingsPage,
    loader: requireSession,
    // Shown until the session is known.
    HydrateFallback: () => null,
  },
]);

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
