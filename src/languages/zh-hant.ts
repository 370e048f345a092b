/** Chinese, traditional, in the terms of Taiwan. */
import type { CompleteLabels } from '../portal-labels.js';

export const zhHant: CompleteLabels = {
  title: '管理入口網站',
  loading: '正在載入管理入口網站…',
  launch: '開啟管理入口網站',
  retry: '重試',
  restart: '開始新的工作階段',
  open: '在新分頁中開啟',
  renew: '立即延長',
  endsSoon: '您的工作階段將於 {time} 結束。請儲存您的變更。',
  expired: '您的工作階段已結束\n請開始新的工作階段，或重新載入此頁面以繼續。',
  offline: '您目前處於離線狀態\n恢復連線後，管理入口網站就會開啟。',
  popupBlocked: '您的瀏覽器封鎖了新分頁\n請允許此頁面顯示彈出式視窗，然後再試一次。',
  failed: '無法開啟管理入口網站\n請再試一次。如果問題持續發生，請聯絡支援團隊。',
  code: '錯誤代碼：{code}',
  ENDPOINT_UNREACHABLE: '無法連線至管理入口網站\n請檢查您的網路連線，然後再試一次。',
  ENDPOINT_UNAUTHORIZED: '您沒有管理入口網站的存取權限\n請重新登入，或要求存取權限。',
  PORTAL_BLOCKED: '無法在此頁面上顯示管理入口網站\n請在新分頁中開啟。',
  PORTAL_LOAD_TIMEOUT: '管理入口網站沒有回應\n如果管理入口網站未顯示，請在新分頁中開啟。',
  REFRESH_LIMIT_REACHED: '您的工作階段不斷結束\n您的瀏覽器可能封鎖了 Cookie。請在新分頁中開啟管理入口網站。',
};
