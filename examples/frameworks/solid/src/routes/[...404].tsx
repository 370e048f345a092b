import { A } from '@solidjs/router';
import { HttpStatusCode } from '@solidjs/start';

export default function NotFound() {
  return (
    <main>
      <HttpStatusCode code={404} />
      <h1>Page not found</h1>
      <A href="/settings">Settings</A>
    </main>
  );
}
