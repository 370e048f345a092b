/** What GitHub shows of our Markdown and VitePress does not: its anchors, links to files that are no pages, and Mermaid. */
import { relative, sep } from 'node:path';
import type { MarkdownOptions, MarkdownRenderer } from 'vitepress';
import { isFile, isPage, ROOT, routeOf, targetOf } from './pages.ts';
import { sequenceList } from './sequence-list.ts';

/** An anchor as GitHub makes it, so that a link leads to the same heading in both. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

interface Source {
  /** Where the page comes from. */
  realPath?: string;
  /** Where VitePress has moved it, or the same. */
  path?: string;
}

const sourceOf = ({ realPath, path }: Source): string =>
  relative(ROOT, realPath ?? path ?? '')
    .split(sep)
    .join('/');

/**
 * Leads relative links to the pages of the site. What is no page (an example, a test) is in the package or in the repository:
 * its path stands in place of the link, because there is no address that it could lead to.
 */
function links(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'repository-links', ({ tokens, env, Token }) => {
    const page = sourceOf(env as Source);
    for (const block of tokens) {
      let path: string | undefined;
      let isNamed = false;
      block.children = (block.children ?? []).flatMap((token) => {
        if (token.type === 'link_open') {
          const href = token.attrGet('href') ?? '';
          if (/^(?:[a-z]+:|#|\/)/i.test(href)) return [token];
          const target = targetOf(page, href);
          if (!isFile(target)) throw new Error(`${page} links to ${href}, which is not there.`);
          if (isPage(target)) {
            token.attrSet('href', `/${routeOf(target)}${/#.*$/.exec(href)?.[0] ?? ''}`);
            return [token];
          }
          [path, isNamed] = [target, false];
          return [];
        }
        if (path === undefined) return [token];
        if (token.type !== 'link_close') {
          isNamed ||= token.content === path;
          return [token];
        }
        const code = new Token('code_inline', 'code', 0);
        code.content = path;
        const [before, after] = [' (', ')'].map((content) => Object.assign(new Token('text', '', 0), { content }));
        path = undefined;
        return isNamed ? [] : [before!, code, after!];
      });
    }
  });
}

/** Mermaid itself is larger than the rest of the site: the one kind of diagram that we use becomes a list. */
function diagrams(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const { info, content } = tokens[index]!;
    if (info.trim() !== 'mermaid') return fence!(tokens, index, options, env, self);
    return sequenceList(content, md.utils.escapeHtml, sourceOf(env as Source));
  };
}

/** The corner of a table that has nothing in it heads no column. */
function corners(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'empty-headers', ({ tokens }) => {
    tokens.forEach((token, index) => {
      if (token.type !== 'th_open' || tokens[index + 1]?.content !== '') return;
      token.tag = tokens[index + 2]!.tag = 'td';
    });
  });
}

/** Two braces are what they are: they belong to the templates of others, and no page here has any of Vue's. */
function braces(md: MarkdownRenderer): void {
  const { text, code_inline: code } = md.renderer.rules;
  const keep = (html: string) => html.replaceAll('{{', '&#123;&#123;');
  md.renderer.rules.text = (...given) => keep(text!(...given));
  md.renderer.rules.code_inline = (...given) => keep(code!(...given));
}

export const markdown: MarkdownOptions = {
  anchor: { slugify: anchorOf },
  // GitHub knows none of these, and what looks like them in our pages is meant as it is.
  attrs: false,
  component: false,
  container: false,
  emoji: false,
  footnote: false,
  include: false,
  snippet: false,
  toc: false,
  languageAlias: { ejs: 'html' },
  config: (md) => {
    // An address in the text of a page is an example, and no link.
    md.set({ linkify: false });
    links(md);
    diagrams(md);
    corners(md);
    braces(md);
  },
};
