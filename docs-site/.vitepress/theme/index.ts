/** VitePress's own theme with the fonts of the reader's system, and a "not found" that is a page like the others. */
import { withBase } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import './site.css';

const notFound = () =>
  h('main', { class: 'vp-doc not-found' }, [
    h('h1', 'Page not found'),
    h('p', ['There is no page at this address. ', h('a', { href: withBase('/docs/') }, 'All pages')]),
  ]);

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { 'not-found': notFound }),
};
