/** A page that the server renders and the browser hydrates: the tag is in the HTML, the portal comes with the script. */
import { StrictMode, useEffect, useState, type ReactNode } from 'react';
import { SecurityPage } from '../pages/SecurityPage.tsx';

export function ServerRenderedPage(): ReactNode {
  // React 19 leaves out the listeners, objects and functions of a custom element when it hydrates, and sets them with the
  // render after that: https://github.com/facebook/react/issues/35446. Can go when that is mended.
  const [, setHydrated] = useState(false);
  useEffect(() => setHydrated(true), []);
  return (
    <StrictMode>
      <header>
        <strong>Northwind Desk</strong> <small>React, rendered on the server</small>
      </header>
      <nav aria-label="Settings">
        <a href="index.html">All pages</a>
      </nav>
      <main data-page="server-rendered">
        <SecurityPage />
      </main>
    </StrictMode>
  );
}
