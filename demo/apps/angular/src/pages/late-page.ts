/** The tag is rendered before the element is defined, as with a late script. The element then finds its properties. */
import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';

@Component({
  selector: 'main[data-page=late]',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  // In Angular, square brackets always set a property, even if the element is not defined yet.
  template: `
    <h1>Late definition</h1>
    <button type="button" data-test="load-element" (click)="loadElement()">Load the element</button>
    <scalekit-admin-portal
      endpoint="/api/portal-link"
      frame-title="Late portal"
      [height]="650"
      [labels]="{ retry: 'Later' }"
      [headers]="headers"
      (portal-state-change)="hear($event)"
      (portal-load-success)="hear($event)"
    />
    <ol data-test="heard-by-template">
      @for (type of heard(); track $index) {
        <li>{{ type }}</li>
      }
    </ol>
  `,
})
export class LatePage {
  protected readonly heard = signal<readonly string[]>([]);
  protected readonly headers = () => ({ 'X-CSRF-Token': 'token-of-the-page' });

  protected hear({ type }: Event): void {
    this.heard.update((earlier) => [...earlier, type]);
  }

  protected loadElement(): void {
    void import('scalekit-admin-portal');
  }
}
