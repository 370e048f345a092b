/** The template tag of the demo's pages. A value is text, unless it is markup of the same tag. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from '../../demo/host/html.ts';

test('escapes characters that could end a text or an attribute', () => {
  const hostile = `"><script>alert('&')</script>`;
  const { markup } = html`<a title="${hostile}">${hostile}</a>`;
  const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;&#38;&#39;)&#60;/script&#62;';
  assert.equal(markup, `<a title="${escaped}">${escaped}</a>`);
});

test('accepts templates, lists and null', () => {
  assert.equal(html`${html`<b>${1}</b>`}${[html`<i></i>`, ['<', 2]]}${null}`.markup, '<b>1</b><i></i>&#60;2');
});
