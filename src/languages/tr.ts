/** Turkish, with “siz”. */
import type { CompleteLabels } from '../portal-labels.js';

export const tr: CompleteLabels = {
  title: 'Yönetici portalı',
  loading: 'Yönetici portalı yükleniyor…',
  launch: 'Yönetici portalını aç',
  retry: 'Tekrar dene',
  restart: 'Yeni oturum başlat',
  open: 'Yeni sekmede aç',
  renew: 'Şimdi yenile',
  endsSoon: 'Oturumunuzun bitiş saati: {time}. Değişikliklerinizi kaydedin.',
  expired: 'Oturumunuz sona erdi\nDevam etmek için yeni bir oturum başlatın veya bu sayfayı yeniden yükleyin.',
  offline: 'Çevrimdışısınız\nYeniden çevrimiçi olduğunuzda yönetici portalı açılacaktır.',
  popupBlocked: 'Tarayıcınız yeni sekmeyi engelledi\nBu sayfa için açılır pencerelere izin verin ve tekrar deneyin.',
  failed: 'Yönetici portalı açılamadı\nTekrar deneyin. Sorun devam ederse destek ekibiyle iletişime geçin.',
  code: 'Hata kodu: {code}',
  ENDPOINT_UNREACHABLE: 'Yönetici portalına ulaşılamadı\nBağlantınızı kontrol edip tekrar deneyin.',
  ENDPOINT_UNAUTHORIZED: 'Yönetici portalına erişiminiz yok\nTekrar oturum açın veya izin isteyin.',
  PORTAL_BLOCKED: 'Yönetici portalı bu sayfada gösterilemiyor\nPortalı yeni bir sekmede açın.',
  PORTAL_LOAD_TIMEOUT: 'Yönetici portalı yanıt vermiyor\nGörünmezse portalı yeni bir sekmede açın.',
  REFRESH_LIMIT_REACHED:
    'Oturumunuz sürekli sona eriyor\nTarayıcınız çerezleri engelliyor olabilir. Yönetici portalını yeni bir sekmede açın.',
};
