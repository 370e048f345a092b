import { hydrate } from 'preact';
import { App } from './app.tsx';

const session = document.getElementById('session')?.textContent ?? 'null';

hydrate(<App session={JSON.parse(session)} />, document.getElementById('app') ?? document.body);
