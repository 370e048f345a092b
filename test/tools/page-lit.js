// A lit of the host page's own, another copy than the element's, and something that the page renders with it.
import '/node_modules/@lit/reactive-element/reactive-element.js?second';
import { html, render } from '/node_modules/lit-html/lit-html.js?second';

const parent = document.createElement('div');
document.body.append(parent);
render(html`<p id="page-lit">${'rendered by the page'}</p>`, parent);
