/** Tables that scripts write into the documentation: between `<!-- NAME -->` and `<!-- /NAME -->`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const ROOT = join(import.meta.dirname, '../..');

/** The first row is the head. A bar would end its cell. */
export const markdownTable = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** Formats Markdown as a page of the repository has it. */
export async function formatFor(page: string, markdown: string): Promise<string> {
  return format(markdown, { ...(await resolveConfig(join(ROOT, page))), parser: 'markdown' });
}

export interface DocumentedTable {
  /** Path of the page in the repository. */
  readonly page: string;
  readonly name: string;
  readonly markdown: string;
}

/**
 * Compares tables with those in the pages, or writes them into the pages if the script was called with `--write`. Sets the
 * exit code to 1 if a page has another table, or if a result is missing.
 */
export async function updateTables(
  script: string,
  tables: readonly DocumentedTable[],
  gaps: readonly string[],
): Promise<void> {
  if (gaps.length > 0) {
    console.log(`Results are missing or bad, so that ${script} cannot make its table:\n${gaps.join('\n')}`);
    process.exitCode = 1;
    return;
  }
  for (const { page, name, markdown } of tables) {
    const path = join(ROOT, page);
    const before = readFileSync(path, 'utf8');
    const place = new RegExp(`(?<=<!-- ${name} -->\n)[^]*(?=<!-- /${name} -->)`);
    if (!place.test(before)) throw new Error(`${page} has no place for the table "${name}"`);
    const table = `\n${await formatFor(page, markdown)}\n`;
    const after = before.replace(place, () => table);
    if (after === before) continue;
    if (process.argv.includes('--write')) {
      writeFileSync(path, after);
    } else {
      console.log(`${page} has another table. Run "node ${script} --write".\n${table}`);
      process.exitCode = 1;
    }
  }
}
