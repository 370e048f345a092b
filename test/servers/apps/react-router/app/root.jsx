import { createContext, Outlet } from 'react-router';
import { addTo } from '../../shared/start.mjs';

export const userContext = createContext(null);

export const middleware = [
  async ({ context }, next) => {
    context.set(userContext, 'ada');
    return addTo(await next());
  },
];

export default function Root() {
  return <Outlet />;
}
