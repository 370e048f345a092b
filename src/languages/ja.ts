/** Japanese, polite form. */
import type { CompleteLabels } from '../portal-labels.js';

export const ja: CompleteLabels = {
  title: '管理ポータル',
  loading: '管理ポータルを読み込んでいます…',
  launch: '管理ポータルを開く',
  retry: '再試行',
  restart: '新しいセッションを開始',
  open: '新しいタブで開く',
  renew: '今すぐ更新',
  endsSoon: 'セッションは {time} に終了します。変更内容を保存してください。',
  expired: 'セッションが終了しました\n続行するには、新しいセッションを開始するか、このページを再読み込みしてください。',
  offline: 'オフラインです\nオンラインに戻ると、管理ポータルが開きます。',
  popupBlocked:
    'ブラウザーが新しいタブをブロックしました\nこのページのポップアップを許可してから、もう一度お試しください。',
  failed:
    '管理ポータルを開けませんでした\nもう一度お試しください。問題が解決しない場合は、サポートにお問い合わせください。',
  code: 'エラーコード：{code}',
  ENDPOINT_UNREACHABLE: '管理ポータルに接続できませんでした\n接続を確認してから、もう一度お試しください。',
  ENDPOINT_UNAUTHORIZED:
    '管理ポータルへのアクセス権がありません\nもう一度サインインするか、アクセス権をリクエストしてください。',
  PORTAL_BLOCKED: 'このページには管理ポータルを表示できません\n新しいタブで開いてください。',
  PORTAL_LOAD_TIMEOUT: '管理ポータルが応答していません\n表示されない場合は、新しいタブで開いてください。',
  REFRESH_LIMIT_REACHED:
    'セッションが繰り返し終了しています\nブラウザーが Cookie をブロックしている可能性があります。管理ポータルを新しいタブで開いてください。',
};
