import { locationStub } from 'preact-iso/prerender';
import { renderToString } from 'preact-render-to-string';
import { App } from './app.tsx';
import type { Session } from './session.ts';

/** The HTML of the page at this path. */
export function render(path: string, session: Session | null): string {
  // The router reads the global `location`. Nothing is awaited here, so no other request can change it meanwhile.
  locationStub(path);
  return renderToString(<App session={session} />);
}
