/** The tab with notes: what somebody typed is still there after a look at the portal. */
import { Component } from '@angular/core';

@Component({
  selector: 'section[data-panel=notes]',
  template: `<textarea data-test="notes" aria-label="Notes"></textarea>`,
})
export class KeptNotes {}
