/**
 * `npm run lint:prose [-- FILE …] [-- --summary]` checks the project's texts against prose-rules.ts, and prints the findings
 * and their sums. Ends with 1 if there is a finding. It ignores code and HTML.
 */
import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as markdown from 'prettier/plugins/markdown';
import { PROSE_RULES, type Finding } from './prose-rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEXTS = ['{README,CONTRIBUTING,SECURITY,CHANGELOG,CODE_OF_CONDUCT}.md', 'docs/**/*.md', '.github/*.md'];

interface MarkdownNode {
  type: string;
  children?: MarkdownNode[];
  position: { start: { offset: number }; end: { offset: number } };
}

export interface ProseFinding extends Finding {
  readonly rule: string;
  readonly line: number;
  readonly text: string;
}

/** Tables that a script has written: their words come from the code. */
const GENERATED = /<!-- (?:table: )?([\w-]+) -->[^]*?<!-- \/(?:table|\1) -->/g;
const BLOCKS = ['heading', 'paragraph', 'tableCell'];
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The text of a block without markup, with each piece of code as one unknown word, and the offset of each character in the source. */
function proseOf(block: MarkdownNode, source: string): { prose: string; offsets: number[] } {
  let prose = '';
  const offsets: number[] = [];
  const visit = ({ type, children = [], position: { start, end } }: MarkdownNode): void => {
    const text = source.slice(start.offset, end.offset);
    // A capital, because a sentence may begin with code.
    const shown = type === 'text' ? text : type === 'inlineCode' ? `X${text.slice(1).replace(/\W/g, 'x')}` : '';
    for (const { 0: character, index } of shown.matchAll(/\S|\s+/g)) {
      prose += character.trim() || ' ';
      offsets.push(start.offset + index);
    }
    children.forEach(visit);
  };
  visit(block);
  return { prose, offsets };
}

/** Applies the rules to a Markdown text. */
export async function lintProse(source: string): Promise<ProseFinding[]> {
  // Prettier's parser returns the tree of unified, so no other parser is needed.
  const root = (await markdown.parsers.markdown.parse(source, {} as never)) as MarkdownNode;
  const blocks: MarkdownNode[] = [];
  const collect = (node: MarkdownNode): void => {
    if (BLOCKS.includes(node.type)) blocks.push(node);
    else node.children?.forEach(collect);
  };
  collect(root);

  return blocks.flatMap((block) => {
    const { prose, offsets } = proseOf(block, source);
    const rules = PROSE_RULES.filter(({ proseOnly }) => !proseOnly || block.type === 'paragraph');
    return [...sentences.segment(prose)].flatMap(({ segment, index: start }) =>
      rules.flatMap(({ name, find }) =>
        find(segment.trimEnd()).map((finding) => {
          const from = offsets[start + finding.index] ?? 0;
          const to = offsets[start + finding.index + finding.length - 1] ?? from;
          const text = source.slice(from, to + 1).replace(/\s+/g, ' ');
          return { ...finding, rule: name, line: source.slice(0, from).split('\n').length, text };
        }),
      ),
    );
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { summary: { type: 'boolean' } }, allowPositionals: true });
  const named = positionals.map((file) => relative(ROOT, resolve(file)));
  const files = named.length > 0 ? named : globSync(TEXTS, { cwd: ROOT }).sort();
  const sums = new Map<string, number>();
  const add = (key: string) => sums.set(key, (sums.get(key) ?? 0) + 1);
  for (const file of files) {
    const source = (await readFile(join(ROOT, file), 'utf8')).replace(GENERATED, (part) => part.replace(/[^\n]/g, ''));
    for (const { rule, line, text, why } of await lintProse(source)) {
      add(file);
      add(rule);
      const excerpt = text.length > 70 ? `${text.slice(0, 67)}…` : text;
      if (!values.summary) console.log(`${file}:${line}  ${rule}  ${excerpt}  (${why})`);
    }
  }
  for (const [key, sum] of [...sums].sort(([, a], [, b]) => b - a)) console.log(`${String(sum).padStart(4)}  ${key}`);
  if (sums.size > 0) process.exitCode = 1;
}

if (import.meta.main) await main();
