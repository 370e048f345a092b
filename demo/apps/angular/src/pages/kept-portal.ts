/** The tab with the portal. While the other tab is shown, it is not in the document, so it comes back with a new session. */
import 'scalekit-admin-portal';
import { Component, CUSTOM_ELEMENTS_SCHEMA } from '@angular/core';

@Component({
  selector: 'section[data-panel=portal]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<scalekit-admin-portal endpoint="/api/portal-link" />`,
})
export class KeptPortal {}
