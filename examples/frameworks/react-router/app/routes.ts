import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/sign-in.tsx'),
  route('settings', 'routes/settings.tsx'),
  route('members', 'routes/members.tsx'),
  route('api/portal-link', 'routes/portal-link.ts'),
] satisfies RouteConfig;
