/** The server's half. */
import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import ServerRenderedPage from './ServerRenderedPage.vue';

export const render = (): Promise<string> => renderToString(createSSRApp(ServerRenderedPage));
