/** Spanish, with “usted”, for Spain and Latin America. */
import type { CompleteLabels } from '../portal-labels.js';

export const es: CompleteLabels = {
  title: 'Portal de administración',
  loading: 'Cargando el portal de administración…',
  launch: 'Abrir el portal de administración',
  retry: 'Reintentar',
  restart: 'Iniciar una nueva sesión',
  open: 'Abrir en una pestaña nueva',
  renew: 'Renovar ahora',
  endsSoon: 'Su sesión finaliza a esta hora: {time}. Guarde los cambios.',
  expired: 'Su sesión ha finalizado\nInicie una nueva sesión o recargue esta página para continuar.',
  offline: 'No tiene conexión\nEl portal de administración se abrirá en cuanto vuelva a tener conexión.',
  popupBlocked:
    'El navegador ha bloqueado la pestaña nueva\nPermita las ventanas emergentes en esta página e inténtelo de nuevo.',
  failed:
    'No se ha podido abrir el portal de administración\nInténtelo de nuevo. Si el problema continúa, póngase en contacto con el equipo de soporte.',
  code: 'Código de error: {code}',
  ENDPOINT_UNREACHABLE:
    'No se ha podido acceder al portal de administración\nCompruebe su conexión e inténtelo de nuevo.',
  ENDPOINT_UNAUTHORIZED: 'No tiene acceso al portal de administración\nVuelva a iniciar sesión o solicite permiso.',
  PORTAL_BLOCKED: 'El portal de administración no se puede mostrar en esta página\nÁbralo en una pestaña nueva.',
  PORTAL_LOAD_TIMEOUT: 'El portal de administración no responde\nSi no aparece, ábralo en una pestaña nueva.',
  REFRESH_LIMIT_REACHED:
    'Su sesión finaliza una y otra vez\nEs posible que el navegador esté bloqueando las cookies. Abra el portal de administración en una pestaña nueva.',
};
