/** Starts the application: a settings area with a hash router, every page a chunk of its own. */
import { mount } from 'svelte';
import '../../shared/app.css';
import App from './App.svelte';

mount(App, { target: document.getElementById('root')! });
