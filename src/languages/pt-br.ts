/** Portuguese of Brazil, with “você”. */
import type { CompleteLabels } from '../portal-labels.js';

export const ptBr: CompleteLabels = {
  title: 'Portal de administração',
  loading: 'Carregando o portal de administração…',
  launch: 'Abrir o portal de administração',
  retry: 'Tentar novamente',
  restart: 'Iniciar uma nova sessão',
  open: 'Abrir em uma nova guia',
  renew: 'Renovar agora',
  endsSoon: 'Sua sessão termina às {time}. Salve suas alterações.',
  expired: 'Sua sessão terminou\nInicie uma nova sessão ou recarregue esta página para continuar.',
  offline: 'Você está offline\nO portal de administração será aberto assim que você estiver online novamente.',
  popupBlocked: 'Seu navegador bloqueou a nova guia\nPermita pop-ups nesta página e tente novamente.',
  failed:
    'Não foi possível abrir o portal de administração\nTente novamente. Se o problema persistir, entre em contato com o suporte.',
  code: 'Código do erro: {code}',
  ENDPOINT_UNREACHABLE: 'Não foi possível acessar o portal de administração\nVerifique sua conexão e tente novamente.',
  ENDPOINT_UNAUTHORIZED: 'Você não tem acesso ao portal de administração\nFaça login novamente ou solicite permissão.',
  PORTAL_BLOCKED: 'Não é possível exibir o portal de administração nesta página\nAbra-o em uma nova guia.',
  PORTAL_LOAD_TIMEOUT: 'O portal de administração não está respondendo\nSe ele não aparecer, abra-o em uma nova guia.',
  REFRESH_LIMIT_REACHED:
    'Sua sessão termina repetidamente\nTalvez seu navegador esteja bloqueando cookies. Abra o portal de administração em uma nova guia.',
};
