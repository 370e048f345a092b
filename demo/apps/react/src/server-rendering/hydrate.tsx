/** The browser's half. */
import { hydrateRoot } from 'react-dom/client';
import '../../../shared/app.css';
import { ServerRenderedPage } from './ServerRenderedPage.tsx';

hydrateRoot(document.getElementById('root')!, <ServerRenderedPage />);
