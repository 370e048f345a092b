/** Italian, with “tu”, as is usual in Italian software. */
import type { CompleteLabels } from '../portal-labels.js';

export const it: CompleteLabels = {
  title: 'Portale di amministrazione',
  loading: 'Caricamento del portale di amministrazione…',
  launch: 'Apri il portale di amministrazione',
  retry: 'Riprova',
  restart: 'Avvia una nuova sessione',
  open: 'Apri in una nuova scheda',
  renew: 'Rinnova ora',
  endsSoon: 'La sessione termina alle {time}. Salva le modifiche.',
  expired: 'La sessione è terminata\nAvvia una nuova sessione o ricarica questa pagina per continuare.',
  offline: 'Sei offline\nIl portale di amministrazione si aprirà non appena tornerai online.',
  popupBlocked: 'Il browser ha bloccato la nuova scheda\nConsenti i popup per questa pagina, quindi riprova.',
  failed: 'Impossibile aprire il portale di amministrazione\nRiprova. Se il problema persiste, contatta l’assistenza.',
  code: 'Codice di errore: {code}',
  ENDPOINT_UNREACHABLE:
    'Impossibile raggiungere il portale di amministrazione\nVerifica la connessione, quindi riprova.',
  ENDPOINT_UNAUTHORIZED: 'Non hai accesso al portale di amministrazione\nAccedi di nuovo o richiedi l’autorizzazione.',
  PORTAL_BLOCKED: 'Impossibile mostrare il portale di amministrazione in questa pagina\nAprilo in una nuova scheda.',
  PORTAL_LOAD_TIMEOUT:
    'Il portale di amministrazione non risponde\nSe non viene visualizzato, aprilo in una nuova scheda.',
  REFRESH_LIMIT_REACHED:
    'La sessione continua a interrompersi\nÈ possibile che il browser blocchi i cookie. Apri il portale di amministrazione in una nuova scheda.',
};
