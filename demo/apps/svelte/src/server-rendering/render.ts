/** The server's half. */
import { render as renderComponent } from 'svelte/server';
import ServerRenderedPage from './ServerRenderedPage.svelte';

export const render = (): string => renderComponent(ServerRenderedPage).body;
