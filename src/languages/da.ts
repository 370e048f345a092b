/** Danish. */
import type { CompleteLabels } from '../portal-labels.js';

export const da: CompleteLabels = {
  title: 'Administratorportal',
  loading: 'Administratorportalen indlæses …',
  launch: 'Åbn administratorportalen',
  retry: 'Prøv igen',
  restart: 'Start en ny session',
  open: 'Åbn i en ny fane',
  renew: 'Forlæng nu',
  endsSoon: 'Din session slutter kl. {time}. Gem dine ændringer.',
  expired: 'Din session er udløbet\nStart en ny session, eller genindlæs siden for at fortsætte.',
  offline: 'Du er offline\nAdministratorportalen åbner, så snart du er online igen.',
  popupBlocked: 'Din browser har blokeret den nye fane\nTillad pop op-vinduer for denne side, og prøv igen.',
  failed: 'Administratorportalen kunne ikke åbnes\nPrøv igen. Kontakt support, hvis problemet fortsætter.',
  code: 'Fejlkode: {code}',
  ENDPOINT_UNREACHABLE:
    'Der kunne ikke oprettes forbindelse til administratorportalen\nKontrollér din forbindelse, og prøv igen.',
  ENDPOINT_UNAUTHORIZED: 'Du har ikke adgang til administratorportalen\nLog ind igen, eller bed om tilladelse.',
  PORTAL_BLOCKED: 'Administratorportalen kan ikke vises på denne side\nÅbn den i en ny fane.',
  PORTAL_LOAD_TIMEOUT: 'Administratorportalen svarer ikke\nÅbn den i en ny fane, hvis den ikke vises.',
  REFRESH_LIMIT_REACHED:
    'Din session bliver ved med at slutte\nDin browser blokerer muligvis cookies. Åbn administratorportalen i en ny fane.',
};
