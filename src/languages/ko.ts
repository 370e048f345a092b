/** Korean, polite form. */
import type { CompleteLabels } from '../portal-labels.js';

export const ko: CompleteLabels = {
  title: '관리자 포털',
  loading: '관리자 포털을 불러오는 중…',
  launch: '관리자 포털 열기',
  retry: '다시 시도',
  restart: '새 세션 시작',
  open: '새 탭에서 열기',
  renew: '지금 갱신',
  endsSoon: '세션이 {time}에 종료됩니다. 변경 사항을 저장하세요.',
  expired: '세션이 종료되었습니다\n계속하려면 새 세션을 시작하거나 이 페이지를 새로 고치세요.',
  offline: '오프라인 상태입니다\n다시 온라인 상태가 되면 관리자 포털이 열립니다.',
  popupBlocked: '브라우저에서 새 탭을 차단했습니다\n이 페이지의 팝업을 허용한 후 다시 시도하세요.',
  failed: '관리자 포털을 열 수 없습니다\n다시 시도하세요. 문제가 계속되면 지원팀에 문의하세요.',
  code: '오류 코드: {code}',
  ENDPOINT_UNREACHABLE: '관리자 포털에 연결할 수 없습니다\n연결을 확인한 후 다시 시도하세요.',
  ENDPOINT_UNAUTHORIZED: '관리자 포털에 대한 액세스 권한이 없습니다\n다시 로그인하거나 권한을 요청하세요.',
  PORTAL_BLOCKED: '이 페이지에 관리자 포털을 표시할 수 없습니다\n새 탭에서 여세요.',
  PORTAL_LOAD_TIMEOUT: '관리자 포털이 응답하지 않습니다\n표시되지 않으면 새 탭에서 여세요.',
  REFRESH_LIMIT_REACHED:
    '세션이 계속 종료됩니다\n브라우저에서 쿠키를 차단하고 있을 수 있습니다. 새 탭에서 관리자 포털을 여세요.',
};
