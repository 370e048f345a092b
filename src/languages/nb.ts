/** Norwegian, Bokmål. */
import type { CompleteLabels } from '../portal-labels.js';

export const nb: CompleteLabels = {
  title: 'Administrasjonsportal',
  loading: 'Administrasjonsportalen lastes inn …',
  launch: 'Åpne administrasjonsportalen',
  retry: 'Prøv igjen',
  restart: 'Start en ny økt',
  open: 'Åpne i en ny fane',
  renew: 'Forleng nå',
  endsSoon: 'Økten din avsluttes kl. {time}. Lagre endringene dine.',
  expired: 'Økten din er avsluttet\nStart en ny økt eller last inn siden på nytt for å fortsette.',
  offline: 'Du er frakoblet\nAdministrasjonsportalen åpnes så snart du er på nett igjen.',
  popupBlocked: 'Nettleseren blokkerte den nye fanen\nTillat popup-vinduer for denne siden, og prøv igjen.',
  failed: 'Administrasjonsportalen kunne ikke åpnes\nPrøv igjen. Kontakt kundestøtte hvis problemet vedvarer.',
  code: 'Feilkode: {code}',
  ENDPOINT_UNREACHABLE: 'Får ikke kontakt med administrasjonsportalen\nKontroller tilkoblingen, og prøv igjen.',
  ENDPOINT_UNAUTHORIZED: 'Du har ikke tilgang til administrasjonsportalen\nLogg på igjen, eller be om tilgang.',
  PORTAL_BLOCKED: 'Administrasjonsportalen kan ikke vises på denne siden\nÅpne den i en ny fane.',
  PORTAL_LOAD_TIMEOUT: 'Administrasjonsportalen svarer ikke\nÅpne den i en ny fane hvis den ikke vises.',
  REFRESH_LIMIT_REACHED:
    'Økten din avsluttes gang på gang\nNettleseren blokkerer kanskje informasjonskapsler. Åpne administrasjonsportalen i en ny fane.',
};
