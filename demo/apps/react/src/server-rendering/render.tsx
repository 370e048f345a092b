/** The server's half. */
import { renderToString } from 'react-dom/server';
import { ServerRenderedPage } from './ServerRenderedPage.tsx';

export const render = (): string => renderToString(<ServerRenderedPage />);
