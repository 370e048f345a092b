// The host page's copy of lit, beside that of the element, and content that the page renders with it.
import '/node_modules/@lit/reactive-element/reactive-element.js?second';
import { html, render } from '/node_modules/lit-html/lit-html.js?second';

const parent = document.createElement('div');
document.body.append(parent);
render(html`<p id="page-lit">${'rendered by the page'}</p>`, parent);
