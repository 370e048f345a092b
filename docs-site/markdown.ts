/** Makes VitePress render our Markdown as GitHub does: anchors, links to files that are not pages, and Mermaid. */
import type { MarkdownOptions, MarkdownRenderer } from 'vitepress';
import { fileTabs } from './file-tabs.ts';
import { isFile, isPage, routeOf, sourceOf, targetOf, type Source } from './pages.ts';
import { sequenceList } from './sequence-list.ts';

/** An anchor in GitHub's format, so that links work in both. */
export const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- _]/gu, '')
    .replaceAll(' ', '-');

/**
 * Resolves relative links to pages of the site. Other files (an example, a test) have no URL in the site, so the link is replaced
 * by the path of the file.
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
          if (!isFile(target)) throw new Error(`${page} links to ${href}, which does not exist.`);
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

/** Renders the only kind of diagram that we use as a list, because Mermaid is larger than the rest of the site. */
function diagrams(md: MarkdownRenderer): void {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const { info, content } = tokens[index]!;
    if (info.trim() !== 'mermaid') return fence!(tokens, index, options, env, self);
    return sequenceList(content, md.utils.escapeHtml, sourceOf(env as Source));
  };
}

/** An empty corner cell of a table is not a header. */
function corners(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'empty-headers', ({ tokens }) => {
    tokens.forEach((token, index) => {
      if (token.type !== 'th_open' || tokens[index + 1]?.content !== '') return;
      token.tag = tokens[index + 2]!.tag = 'td';
    });
  });
}

/** Escapes double braces: they belong to other template languages in our code, and no page uses Vue's. */
function braces(md: MarkdownRenderer): void {
  const { text, code_inline: code } = md.renderer.rules;
  const keep = (html: string) => html.replaceAll('{{', '&#123;&#123;');
  md.renderer.rules.text = (...given) => keep(text!(...given));
  md.renderer.rules.code_inline = (...given) => keep(code!(...given));
}

export const markdown: MarkdownOptions = {
  anchor: { slugify: anchorOf },
  // GitHub has none of these extensions, so similar texts in our pages have no special meaning.
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
    // A URL in the text of a page is an example, not a link.
    md.set({ linkify: false });
    links(md);
    // Before the links are changed: their targets name the files.
    fileTabs(md);
    diagrams(md);
    corners(md);
    braces(md);
  },
};
