/** German, with “Sie”. */
import type { CompleteLabels } from '../portal-labels.js';

export const de: CompleteLabels = {
  title: 'Admin-Portal',
  loading: 'Admin-Portal wird geladen …',
  launch: 'Admin-Portal öffnen',
  retry: 'Erneut versuchen',
  restart: 'Neue Sitzung starten',
  open: 'In neuem Tab öffnen',
  renew: 'Jetzt verlängern',
  endsSoon: 'Ihre Sitzung endet um {time}. Speichern Sie Ihre Änderungen.',
  expired:
    'Ihre Sitzung ist abgelaufen\nStarten Sie eine neue Sitzung oder laden Sie diese Seite neu, um fortzufahren.',
  offline: 'Sie sind offline\nDas Admin-Portal wird geöffnet, sobald Sie wieder online sind.',
  popupBlocked:
    'Ihr Browser hat den neuen Tab blockiert\nLassen Sie Pop-ups für diese Seite zu und versuchen Sie es erneut.',
  failed:
    'Das Admin-Portal konnte nicht geöffnet werden\nVersuchen Sie es erneut. Wenn das Problem weiterhin besteht, wenden Sie sich an den Support.',
  code: 'Fehlercode: {code}',
  ENDPOINT_UNREACHABLE:
    'Das Admin-Portal ist nicht erreichbar\nPrüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  ENDPOINT_UNAUTHORIZED:
    'Sie haben keinen Zugriff auf das Admin-Portal\nMelden Sie sich erneut an oder bitten Sie um die Berechtigung.',
  PORTAL_BLOCKED: 'Das Admin-Portal kann auf dieser Seite nicht angezeigt werden\nÖffnen Sie es in einem neuen Tab.',
  PORTAL_LOAD_TIMEOUT: 'Das Admin-Portal reagiert nicht\nWenn es nicht erscheint, öffnen Sie es in einem neuen Tab.',
  REFRESH_LIMIT_REACHED:
    'Ihre Sitzung wird immer wieder beendet\nMöglicherweise blockiert Ihr Browser Cookies. Öffnen Sie das Admin-Portal in einem neuen Tab.',
};
