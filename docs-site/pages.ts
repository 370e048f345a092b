/**
 * Which files of this repository are pages of the site, where each of them is, and in which order the sidebar lists them.
 * The order is that of `docs/README.md` and of the indexes below it: a new page is added there, and nowhere else.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** Paths from the root of the repository, as all paths here. */
export const PAGES: readonly string[] = [
  'README.md',
  'docs-site/demo.md',
  ...globSync('docs/**/*.md', { cwd: ROOT }).sort(),
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
];

/** Where a page is in the site: where it is in the repository, and `README.md` is the page of its folder. */
export const routeOf = (page: string): string =>
  page.replace(/^docs-site\//, '').replace(/(^|\/)README\.md$/, '$1index.md');

/** Where a relative link of a page leads, from the root of the repository; without its anchor. */
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

/** The pages that an index links to, each once, with the words of its first link. */
function linked(index: string, text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, words = '', href = ''] of text.matchAll(LINK)) {
    const target = targetOf(index, href);
    if (isPage(target) && !found.has(target)) found.set(target, words);
  }
  return found;
}

/** A page of the index, and below that of a folder the pages of the folder. */
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
    // The first link of a row is the page; others are mentioned.
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
