/** The tab with notes. Its text survives a visit to the portal. */
import { Component } from '@angular/core';

@Component({
  selector: 'section[data-panel=notes]',
  template: `<textarea data-test="notes" aria-label="Notes"></textarea>`,
})
export class KeptNotes {}
