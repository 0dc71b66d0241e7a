export interface WrapOptions {
  readonly columns: number;
  /** At most so many lines; the last one ends with `…` when there was more. */
  readonly lines: number;
}

/** `text` in lines that fit: between words where that is possible. */
export function wrapText(text: string, { columns, lines: most }: WrapOptions): readonly string[] {
  const width = Math.max(1, columns);
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > width && lines.length < most - 1) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end).join(''));
    rest = rest.slice(rest[end] === ' ' ? end + 1 : end);
  }
  return [...lines, cutText(rest.join(''), width)];
}

/** The beginning of `text` that fits, with `…` when that is not all. */
export function cutText(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns ? text : `${characters.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
