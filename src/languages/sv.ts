/** Swedish. */
import type { CompleteLabels } from '../portal-labels.js';

export const sv: CompleteLabels = {
  title: 'Administratörsportal',
  loading: 'Administratörsportalen laddas …',
  launch: 'Öppna administratörsportalen',
  retry: 'Försök igen',
  restart: 'Starta en ny session',
  open: 'Öppna i en ny flik',
  renew: 'Förläng nu',
  endsSoon: 'Din session avslutas kl. {time}. Spara dina ändringar.',
  expired: 'Din session har avslutats\nStarta en ny session eller ladda om sidan för att fortsätta.',
  offline: 'Du är offline\nAdministratörsportalen öppnas så snart du är online igen.',
  popupBlocked: 'Webbläsaren blockerade den nya fliken\nTillåt popup-fönster för den här sidan och försök igen.',
  failed: 'Det gick inte att öppna administratörsportalen\nFörsök igen. Kontakta supporten om problemet kvarstår.',
  code: 'Felkod: {code}',
  ENDPOINT_UNREACHABLE: 'Det gick inte att nå administratörsportalen\nKontrollera anslutningen och försök igen.',
  ENDPOINT_UNAUTHORIZED: 'Du har inte åtkomst till administratörsportalen\nLogga in igen eller be om behörighet.',
  PORTAL_BLOCKED: 'Administratörsportalen kan inte visas på den här sidan\nÖppna den i en ny flik.',
  PORTAL_LOAD_TIMEOUT: 'Administratörsportalen svarar inte\nÖppna den i en ny flik om den inte visas.',
  REFRESH_LIMIT_REACHED:
    'Din session avslutas gång på gång\nWebbläsaren kanske blockerar cookies. Öppna administratörsportalen i en ny flik.',
};
