/** Starts the application: a settings area with a hash router. Every page is a separate chunk. */
import { mount } from 'svelte';
import '../../shared/app.css';
import App from './App.svelte';

mount(App, { target: document.getElementById('root')! });
