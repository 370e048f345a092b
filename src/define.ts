/** Registers `<scalekit-admin-portal>`. The only file with a side effect, and the entry of the drop-in. */
import { ScalekitAdminPortalElement } from './scalekit-admin-portal-element.js';

declare global {
  interface HTMLElementTagNameMap {
    'scalekit-admin-portal': ScalekitAdminPortalElement;
  }
}

// A page may load the drop-in twice, or together with the package. The first registration stays.
if (!customElements.get('scalekit-admin-portal')) {
  customElements.define('scalekit-admin-portal', ScalekitAdminPortalElement);
}
