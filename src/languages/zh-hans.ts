/** Chinese, simplified. */
import type { CompleteLabels } from '../portal-labels.js';

export const zhHans: CompleteLabels = {
  title: '管理门户',
  loading: '正在加载管理门户…',
  launch: '打开管理门户',
  retry: '重试',
  restart: '开始新会话',
  open: '在新标签页中打开',
  renew: '立即续期',
  endsSoon: '您的会话将于 {time} 结束。请保存您的更改。',
  expired: '您的会话已结束\n请开始新会话或重新加载此页面以继续。',
  offline: '您当前处于离线状态\n恢复联网后，管理门户将立即打开。',
  popupBlocked: '您的浏览器阻止了新标签页\n请允许此页面弹出窗口，然后重试。',
  failed: '无法打开管理门户\n请重试。如果问题仍然存在，请联系支持团队。',
  code: '错误代码：{code}',
  ENDPOINT_UNREACHABLE: '无法连接到管理门户\n请检查您的网络连接，然后重试。',
  ENDPOINT_UNAUTHORIZED: '您无权访问管理门户\n请重新登录，或申请访问权限。',
  PORTAL_BLOCKED: '无法在此页面上显示管理门户\n请在新标签页中打开。',
  PORTAL_LOAD_TIMEOUT: '管理门户没有响应\n如果管理门户未显示，请在新标签页中打开。',
  REFRESH_LIMIT_REACHED: '您的会话频繁结束\n您的浏览器可能阻止了 Cookie。请在新标签页中打开管理门户。',
};
