/**
 * The pages of the site, their paths, and their order in the sidebar. The order is the one of `docs/README.md` and of the
 * indexes in its folders, so a new page only has to be added there.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Paths are relative to the root of the repository, here and below. */
export const PAGES: readonly string[] = [
  'README.md',
  'docs-site/demo.md',
  ...globSync('docs/**/*.md', { cwd: ROOT }).sort(),
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
];

/** The path of a page in the site. It is the path in the repository, except that `README.md` is the index of its folder. */
export const routeOf = (page: string): string =>
  page.replace(/^docs-site\//, '').replace(/(^|\/)README\.md$/, '$1index.md');

/** What VitePress passes to the Markdown renderer about a page. */
export interface Source {
  /** The path of the page's file. */
  realPath?: string;
  /** The path after VitePress's rewrites. */
  path?: string;
}

export const sourceOf = ({ realPath, path }: Source): string =>
  relative(ROOT, realPath ?? path ?? '')
    .split(sep)
    .join('/');

/** The target of a relative link in a page, without its anchor. */
export const targetOf = (page: string, href: string): string =>
  posix.join(posix.dirname(page), decodeURI(href.replace(/[?#].*$/, ''))).replace(/\/$/, '');

export const isPage = (path: string): boolean => PAGES.includes(path);
export const isFile = (path: string): boolean => existsSync(join(ROOT, path));

interface Entry {
  text: string;
  link: string;
  collapsed?: boolean;
  items?: Entry[];
}

interface Group {
  text?: string;
  items: Entry[];
}

const LINK = /\[([^\]]+)\]\(([^)\s]+)\)/g;
const entry = (text: string, page: string): Entry => ({
  text: text.replaceAll('`', ''),
  link: `/${routeOf(page).replace(/(^|\/)index\.md$/, '$1')}`,
});

/** The pages that an index links to, each once, with the text of its first link. */
function linked(index: string, text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, words = '', href = ''] of text.matchAll(LINK)) {
    const target = targetOf(index, href);
    if (isPage(target) && !found.has(target)) found.set(target, words);
  }
  return found;
}

/** The entry of a page. The index of a folder contains the entries of its pages. */
function withFolder(page: string, words: string, listed: ReadonlySet<string>): Entry {
  if (posix.basename(page) !== 'README.md') return entry(words, page);
  const inside = [...linked(page, readFileSync(join(ROOT, page), 'utf8'))].filter(
    ([other]) => dirname(other) === dirname(page) && other !== page && !listed.has(other),
  );
  return { ...entry(words, page), collapsed: true, items: inside.map(([other, text]) => entry(text, other)) };
}

export function sidebar(): Group[] {
  const index = 'docs/README.md';
  const [, ...sections] = readFileSync(join(ROOT, index), 'utf8').split(/^## /m);
  const groups = sections.map((section) => {
    const rows = section.split('\n').filter((line) => line.startsWith('|'));
    // Only the first link of a row is an entry.
    const pages = rows.flatMap((row) => [...linked(index, row)].slice(0, 1));
    return { text: section.split('\n')[0] ?? '', pages };
  });
  const listed = new Set(groups.flatMap(({ pages }) => pages.map(([page]) => page)));
  const project = ['CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md'];
  return [
    { items: [entry('Overview', 'README.md'), entry('Live demo', 'docs-site/demo.md'), entry('All pages', index)] },
    ...groups.map(({ text, pages }) => ({
      text,
      items: pages.map(([page, words]) => withFolder(page, words, listed)),
    })),
    { text: 'Project', items: project.map((page) => entry(page.replace('.md', ''), page)) },
  ];
}
