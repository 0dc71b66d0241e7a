/**
 * A table as Flux prints it: upper-case headers, cells padded to the widest of their column and ended by a tab.
 * A cell of several lines takes as many rows.
 *
 * @param header column names; an empty list prints no header.
 */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.flatMap(splitLines);
  const widths = columnWidths([header, ...lines]);
  const head = header.length === 0 ? [] : [renderHeader(header, widths)];
  return [...head, ...lines.map((line) => renderRow(line, widths))].map((line) => `${line}\n`).join('');
}

function splitLines(row: readonly string[]): readonly (readonly string[])[] {
  const cells = row.map((cell) => cell.split('\n'));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) => cells.map((lines) => lines[index] ?? ''));
}

function columnWidths(lines: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const line of lines) {
    for (const [column, cell] of line.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
  }
  return widths;
}

function renderHeader(header: readonly string[], widths: readonly number[]): string {
  return `${header.map((name, column) => pad(name.toUpperCase(), widths[column])).join('\t')} `;
}

function renderRow(line: readonly string[], widths: readonly number[]): string {
  return line.map((cell, column) => `${pad(cell, widths[column])}\t`).join('');
}

function pad(cell: string, width = 0): string {
  return cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
}

/** Characters, not UTF-16 units. */
function widthOf(cell: string): number {
  return [...cell].length;
}
