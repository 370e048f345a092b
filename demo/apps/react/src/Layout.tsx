/** The layout of all pages: the product's name and the navigation. */
import type { ReactNode } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';

const PAGES = [
  ['members', 'Members'],
  ['security', 'Security'],
  ['options', 'Every option'],
  ['function', 'Own function'],
  ['customers', 'Customers'],
  ['kept', 'Kept alive'],
  ['late', 'Late definition'],
] as const;

export function Layout(): ReactNode {
  const { pathname } = useLocation();
  return (
    <>
      <header>
        <strong>Northwind Desk</strong> <small>React</small>
      </header>
      <nav aria-label="Settings">
        {PAGES.map(([page, name]) => (
          <NavLink key={page} to={`/${page}`}>
            {name}
          </NavLink>
        ))}
      </nav>
      <main data-page={pathname.split('/')[1]}>
        <Outlet />
      </main>
    </>
  );
}
