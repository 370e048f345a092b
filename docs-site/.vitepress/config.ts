/** The site: this repository's unchanged Markdown, a search that needs no service, and a page with the element. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitepress';
import { markdown } from '../markdown.ts';
import { PAGES, ROOT, routeOf, sidebar } from '../pages.ts';
import { accessibleSearch } from '../search-box.ts';
import { simulatedPortal, writeSimulatedPortal } from '../simulated-portal/vite-plugin.ts';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#4153c4"/><path d="M4 3h8v10H4z" fill="#fff"/></svg>',
)}`;

/** Folders without pages, and Markdown files that are not pages. */
const withoutPages = readdirSync(ROOT, { withFileTypes: true }).flatMap((entry) => {
  if (entry.isDirectory()) return PAGES.some((page) => page.startsWith(`${entry.name}/`)) ? [] : [`${entry.name}/**`];
  return entry.name.endsWith('.md') && !PAGES.includes(entry.name) ? [entry.name] : [];
});

export default defineConfig({
  title: 'scalekit-admin-portal',
  description: 'One tag that embeds Scalekit’s SSO and SCIM admin portal.',
  head: [['link', { rel: 'icon', href: ICON }]],
  // Relative, so that the site works at every path of every server.
  base: './',
  // Some pages, such as the README, are outside of docs.
  srcDir: '..',
  srcExclude: withoutPages,
  outDir: '../.tmp/docs-site',
  cacheDir: '../.tmp/docs-site-cache',
  additionalConfig: {},
  rewrites: routeOf,
  buildEnd: ({ outDir }) => writeSimulatedPortal(outDir),
  // The README's own title would repeat the name of the site.
  transformPageData: ({ relativePath }) => (relativePath === 'index.md' ? { title: 'Overview' } : undefined),
  markdown,
  themeConfig: {
    sidebar: sidebar(),
    nav: [
      { text: 'Live demo', link: '/demo' },
      { text: 'Quickstart', link: '/docs/quickstart' },
      { text: 'Reference', link: '/docs/reference' },
    ],
    outline: [2, 3],
    search: { provider: 'local' },
  },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'scalekit-admin-portal' } } },
  vite: {
    publicDir: false,
    plugins: [accessibleSearch(), simulatedPortal()],
    // The root is the repository, whose HTML pages and other changing files do not belong to the site.
    optimizeDeps: { entries: [] },
    server: {
      watch: { ignored: ['.tmp', ...withoutPages].map((path) => join(ROOT, path.replace(/\/\*\*$/, ''), '**')) },
    },
  },
});
