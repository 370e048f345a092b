/** The browser's half. */
import { hydrate } from 'svelte';
import '../../../shared/app.css';
import ServerRenderedPage from './ServerRenderedPage.svelte';

hydrate(ServerRenderedPage, { target: document.getElementById('app')! });
