/** Polish, without a direct address where possible. */
import type { CompleteLabels } from '../portal-labels.js';

export const pl: CompleteLabels = {
  title: 'Portal administracyjny',
  loading: 'Ładowanie portalu administracyjnego…',
  launch: 'Otwórz portal administracyjny',
  retry: 'Spróbuj ponownie',
  restart: 'Rozpocznij nową sesję',
  open: 'Otwórz w nowej karcie',
  renew: 'Przedłuż teraz',
  endsSoon: 'Sesja zakończy się o {time}. Zapisz zmiany.',
  expired: 'Sesja wygasła\nAby kontynuować, rozpocznij nową sesję lub odśwież tę stronę.',
  offline:
    'Brak połączenia z internetem\nPortal administracyjny otworzy się, gdy tylko połączenie zostanie przywrócone.',
  popupBlocked: 'Przeglądarka zablokowała nową kartę\nZezwól na wyskakujące okienka na tej stronie i spróbuj ponownie.',
  failed:
    'Nie udało się otworzyć portalu administracyjnego\nSpróbuj ponownie. Jeśli problem nie ustąpi, skontaktuj się z pomocą techniczną.',
  code: 'Kod błędu: {code}',
  ENDPOINT_UNREACHABLE: 'Nie udało się połączyć z portalem administracyjnym\nSprawdź połączenie i spróbuj ponownie.',
  ENDPOINT_UNAUTHORIZED:
    'Brak dostępu do portalu administracyjnego\nZaloguj się ponownie lub poproś o nadanie uprawnień.',
  PORTAL_BLOCKED: 'Nie można wyświetlić portalu administracyjnego na tej stronie\nOtwórz go w nowej karcie.',
  PORTAL_LOAD_TIMEOUT: 'Portal administracyjny nie odpowiada\nJeśli się nie pojawi, otwórz go w nowej karcie.',
  REFRESH_LIMIT_REACHED:
    'Sesja ciągle się kończy\nPrzeglądarka może blokować pliki cookie. Otwórz portal administracyjny w nowej karcie.',
};
