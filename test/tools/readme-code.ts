/**
 * Copies code from files into the README and the pages of `docs`: `node test/tools/readme-code.ts`. A fenced block below
 * `<!-- from <file> -->` has that file without the comment at its top. Below `<!-- from <file>: <word> -->`, it has the first
 * line with that word and the lines after it, up to an empty line or a line with less indent.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export const README = join(ROOT, 'README.md');
export const PAGES: readonly string[] = [README, ...globSync(join(ROOT, 'docs/**/*.md')).sort()];
/** The path of a page, by its path in the repository. */
export const page = (path: string): string => join(ROOT, path);

/** The languages whose name is not the ending of their files. */
const LANGUAGES: Readonly<Record<string, string>> = { mjs: 'js' };

const BLOCK = /(<!-- from (\S+?)(?:: (\S+))? -->\n\n)```\w*\n[^]*?^```\n/gm;
const TOP_COMMENT = /^(?:\/\*\*[^]*?\*\/|<!--[^]*?-->)\n+/;

function codeOf(file: string, word: string | undefined): string {
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (word === undefined) return text.replace(TOP_COMMENT, '').trimEnd();
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.includes(word));
  if (first < 0) throw new Error(`${file} has no ${word}`);
  const indent = /^[ \t]*/.exec(lines[first] ?? '')?.[0] ?? '';
  const end = lines.findIndex((line, index) => index > first && (line === '' || !line.startsWith(indent)));
  return lines
    .slice(first, end < 0 ? undefined : end)
    .map((line) => line.slice(indent.length))
    .join('\n');
}

/** A page with the current code of the files. */
export function withCode(text: string): string {
  return text.replace(BLOCK, (_block, head: string, file: string, word: string | undefined) => {
    const ending = extname(file).slice(1);
    return `${head}\`\`\`${LANGUAGES[ending] ?? ending}\n${codeOf(file, word)}\n\`\`\`\n`;
  });
}

if (import.meta.main) {
  for (const file of PAGES) writeFileSync(file, withCode(readFileSync(file, 'utf8')));
}
