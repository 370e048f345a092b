/** A minimal element with lit: the cost of any element that uses lit. */
import { html, LitElement } from 'lit';

class TrivialElement extends LitElement {
  static override properties = { name: {} };
  declare name: string;

  protected override render() {
    return html`<p>Hello</p>`;
  }
}

customElements.define('trivial-element', TrivialElement);
