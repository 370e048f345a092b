/**
 * Keeps the code of the README and of the pages in `docs` that of the applications: a fenced block below
 * `<!-- from <file> -->` holds that file without the comment at its top; below `<!-- from <file>: <word> -->`, the lines
 * from the first with that word on, as deep as it or deeper, up to an empty one.
 * `node test/tools/readme-code.ts` writes them into the pages.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export const README = join(ROOT, 'README.md');
/** All pages that may have such code. */
export const PAGES: readonly string[] = [README, ...globSync(join(ROOT, 'docs/**/*.md')).sort()];
/** A page by its path in the repository. */
export const page = (path: string): string => join(ROOT, path);

/** The name of a language, where it is not how its files end. */
const LANGUAGES: Readonly<Record<string, string>> = { mjs: 'js' };

const BLOCK = /(<!-- from (\S+?)(?:: (\S+))? -->\n\n)```\w*\n[^]*?^```\n/gm;
const TOP_COMMENT = /^(?:\/\*\*[^]*?\*\/|<!--[^]*?-->)\n+/;

function codeOf(file: string, word: string | undefined): string {
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (word === undefined) return text.replace(TOP_COMMENT, '').trimEnd();
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.includes(word));
  if (first < 0) throw new Error(`${file} has no ${word}`);
  // To the end of what is indented as deep, or to the next empty line.
  const indent = /^[ \t]*/.exec(lines[first] ?? '')?.[0] ?? '';
  const end = lines.findIndex((line, index) => index > first && (line === '' || !line.startsWith(indent)));
  return lines
    .slice(first, end < 0 ? undefined : end)
    .map((line) => line.slice(indent.length))
    .join('\n');
}

/** A page with the code as the files have it now. */
export function withCode(text: string): string {
  return text.replace(BLOCK, (_block, head: string, file: string, word: string | undefined) => {
    const ending = extname(file).slice(1);
    return `${head}\`\`\`${LANGUAGES[ending] ?? ending}\n${codeOf(file, word)}\n\`\`\`\n`;
  });
}

if (import.meta.main) {
  for (const file of PAGES) writeFileSync(file, withCode(readFileSync(file, 'utf8')));
}
