/** Dutch, with “u”. */
import type { CompleteLabels } from '../portal-labels.js';

export const nl: CompleteLabels = {
  title: 'Beheerportaal',
  loading: 'Het beheerportaal wordt geladen…',
  launch: 'Beheerportaal openen',
  retry: 'Opnieuw proberen',
  restart: 'Nieuwe sessie starten',
  open: 'Openen in een nieuw tabblad',
  renew: 'Nu verlengen',
  endsSoon: 'Uw sessie eindigt om {time}. Sla uw wijzigingen op.',
  expired: 'Uw sessie is beëindigd\nStart een nieuwe sessie of laad deze pagina opnieuw om door te gaan.',
  offline: 'U bent offline\nHet beheerportaal wordt geopend zodra u weer online bent.',
  popupBlocked:
    'Uw browser heeft het nieuwe tabblad geblokkeerd\nSta pop-ups toe voor deze pagina en probeer het opnieuw.',
  failed:
    'Het beheerportaal kan niet worden geopend\nProbeer het opnieuw. Neem contact op met support als het probleem zich blijft voordoen.',
  code: 'Foutcode: {code}',
  ENDPOINT_UNREACHABLE: 'Het beheerportaal is niet bereikbaar\nControleer uw verbinding en probeer het opnieuw.',
  ENDPOINT_UNAUTHORIZED: 'U hebt geen toegang tot het beheerportaal\nMeld u opnieuw aan of vraag om toestemming.',
  PORTAL_BLOCKED: 'Het beheerportaal kan niet op deze pagina worden weergegeven\nOpen het in een nieuw tabblad.',
  PORTAL_LOAD_TIMEOUT: 'Het beheerportaal reageert niet\nOpen het in een nieuw tabblad als het niet verschijnt.',
  REFRESH_LIMIT_REACHED:
    'Uw sessie wordt steeds beëindigd\nMogelijk blokkeert uw browser cookies. Open het beheerportaal in een nieuw tabblad.',
};
