/** The least element that one writes with lit: what any element with lit in it costs. */
import { html, LitElement } from 'lit';

class TrivialElement extends LitElement {
  static override properties = { name: {} };
  declare name: string;

  protected override render() {
    return html`<p>Hello</p>`;
  }
}

customElements.define('trivial-element', TrivialElement);
