import 'scalekit-admin-portal';
import type {} from 'scalekit-admin-portal/vue';

/** Registers the element for every page. */
export default defineNuxtPlugin(() => undefined);
