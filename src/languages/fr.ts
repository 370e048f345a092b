/** French, with “vous”. */
import type { CompleteLabels } from '../portal-labels.js';

export const fr: CompleteLabels = {
  title: 'Portail d’administration',
  loading: 'Chargement du portail d’administration…',
  launch: 'Ouvrir le portail d’administration',
  retry: 'Réessayer',
  restart: 'Démarrer une nouvelle session',
  open: 'Ouvrir dans un nouvel onglet',
  renew: 'Prolonger la session',
  endsSoon: 'Votre session se termine à {time}. Enregistrez vos modifications.',
  expired: 'Votre session a expiré\nDémarrez une nouvelle session ou actualisez cette page pour continuer.',
  offline: 'Vous êtes hors ligne\nLe portail d’administration s’ouvrira dès que vous serez de nouveau en ligne.',
  popupBlocked:
    'Votre navigateur a bloqué le nouvel onglet\nAutorisez les fenêtres pop-up pour cette page, puis réessayez.',
  failed:
    'Impossible d’ouvrir le portail d’administration\nRéessayez. Si le problème persiste, contactez l’assistance.',
  code: 'Code d’erreur\u00a0: {code}',
  ENDPOINT_UNREACHABLE: 'Impossible de joindre le portail d’administration\nVérifiez votre connexion, puis réessayez.',
  ENDPOINT_UNAUTHORIZED:
    'Vous n’avez pas accès au portail d’administration\nReconnectez-vous ou demandez l’autorisation d’y accéder.',
  PORTAL_BLOCKED: 'Le portail d’administration ne peut pas s’afficher sur cette page\nOuvrez-le dans un nouvel onglet.',
  PORTAL_LOAD_TIMEOUT:
    'Le portail d’administration ne répond pas\nS’il ne s’affiche pas, ouvrez-le dans un nouvel onglet.',
  REFRESH_LIMIT_REACHED:
    'Votre session s’interrompt sans cesse\nVotre navigateur bloque peut-être les cookies. Ouvrez le portail d’administration dans un nouvel onglet.',
};
