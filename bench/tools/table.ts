/** Tables of results, and how to print them. */

export interface Table {
  readonly title: string;
  /** The method of the measurement. */
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

const cell = (value: string | number): string =>
  // A vertical bar would end the cell.
  (typeof value === 'number' ? value.toLocaleString('en') : value).replaceAll('|', '\\|');

/** The table as Markdown. The first column is aligned left, all others right. */
export function markdown({ title, note, columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(cell));
  const widths = columns.map((_, index) => Math.max(4, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]) => {
    const padded = widths.map((width, index) => (row[index] ?? '')[index === 0 ? 'padEnd' : 'padStart'](width));
    return `| ${padded.join(' | ')} |`;
  };
  const ruler = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head = [], ...body] = cells;
  const lines = [line(head), line(ruler), ...body.map(line)];
  return [`### ${title}`, ...(note === undefined ? [] : ['', note]), '', ...lines, ''].join('\n');
}

export function printTable(table: Table): void {
  console.log(markdown(table));
}
