/**
 * Shows a table of complete files as tabs. GitHub and npm have no tabs, so in Markdown the cells of the table link to the files:
 *
 *     <!-- tabs: Framework -->
 *
 *     | framework                  | page                               |
 *     | -------------------------- | ---------------------------------- |
 *     | [Next](frameworks/next.md) | [`page.tsx`](../examples/page.tsx) |
 *
 * Each row becomes a tab with the files that the row links to, and the link of its first cell.
 */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { ROOT, sourceOf, targetOf, type Source } from './pages.ts';

type Tokens = ReturnType<MarkdownRenderer['parse']>;
type Token = Tokens[number];

const MARK = /^<!-- tabs: (.+) -->\s*$/;

/** The cells of each row in a table's body. */
function rowsOf(table: Tokens): Tokens[] {
  const rows: Tokens[] = [];
  for (const token of table.slice(table.findIndex(({ type }) => type === 'tbody_open'))) {
    if (token.type === 'tr_open') rows.push([]);
    else if (token.type === 'inline') rows.at(-1)?.push(token);
  }
  return rows;
}

const textOf = ({ children }: Token): string => (children ?? []).map(({ content }) => content).join('');

export function fileTabs(md: MarkdownRenderer): void {
  md.core.ruler.after('inline', 'file-tabs', (state) => {
    const { Token } = state;
    const page = sourceOf(state.env as Source);

    const html = (content: string): Token => Object.assign(new Token('html_block', '', 0), { content });
    const paragraph = (...children: Token[]): Token[] => [
      new Token('paragraph_open', 'p', 1),
      Object.assign(new Token('inline', '', 0), { children }),
      new Token('paragraph_close', 'p', -1),
    ];
    const inline = (type: string, tag: string, content: string): Token =>
      Object.assign(new Token(type, tag, 0), { content });

    /** The files that a cell links to, each below its name. */
    const filesOf = ({ children }: Token): Token[] =>
      (children ?? []).flatMap((token, index, all) => {
        if (token.type !== 'link_open') return [];
        const path = targetOf(page, token.attrGet('href') ?? '');
        const fence = Object.assign(new Token('fence', 'code', 0), {
          info: extname(path).slice(1),
          content: readFileSync(join(ROOT, path), 'utf8'),
        });
        return [...paragraph(inline('code_inline', 'code', all[index + 1]?.content ?? path)), fence];
      });

    const tabsOf = (label: string, rows: readonly Tokens[], id: string): Token[] => {
      const tabs = rows.map(([name], index) => {
        const words = md.utils.escapeHtml(name ? textOf(name) : '');
        const tab = `${id}-${index}`;
        return `<input type="radio" name="${id}" id="${tab}"${index === 0 ? ' checked' : ''}><label for="${tab}">${words}</label>`;
      });
      const panels = rows.flatMap(([name, ...cells], index) => [
        html(`<div class="files${index === 0 ? ' active' : ''}">\n`),
        ...cells.flatMap(filesOf),
        ...paragraph(inline('text', '', 'Explanation and test: '), ...(name?.children ?? [])),
        html('</div>\n'),
      ]);
      // The classes of VitePress's own tabs: its script switches them.
      const group = `<div class="tabs" role="radiogroup" aria-label="${md.utils.escapeHtml(label)}">${tabs.join('')}</div>`;
      return [
        html(`<div class="vp-code-group file-tabs">${group}<div class="blocks">\n`),
        ...panels,
        html('</div></div>\n'),
      ];
    };

    for (let index = 0; index < state.tokens.length; index++) {
      const [, label] = MARK.exec(state.tokens[index]!.content) ?? [];
      if (state.tokens[index]!.type !== 'html_block' || label === undefined) continue;
      const end = state.tokens.findIndex(({ type }, at) => at > index && type === 'table_close');
      const table = state.tokens.slice(index + 1, end + 1);
      if (table[0]?.type !== 'table_open') throw new Error(`${page}: no table follows <!-- tabs: ${label} -->.`);
      state.tokens.splice(index, table.length + 1, ...tabsOf(label, rowsOf(table), `tabs-${index}`));
    }
  });
}
