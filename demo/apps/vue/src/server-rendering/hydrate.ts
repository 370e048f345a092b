/** The browser's half. */
import { createSSRApp } from 'vue';
import '../../../shared/app.css';
import ServerRenderedPage from './ServerRenderedPage.vue';

createSSRApp(ServerRenderedPage).mount('#app');
