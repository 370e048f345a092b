import { route } from '@react-router/dev/routes';

export default [route('api/portal-link', 'routes/portal-link.js')];
