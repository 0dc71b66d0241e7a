/** The text of an expression, with places counted in code points as error messages show them. */
export interface Source {
  readonly text: string;
  /** How many code points the text has. */
  readonly length: number;
  /** The code point at which each line after the first begins. */
  readonly lineOffsets: readonly number[];
  /** The code points up to an index into `text` (in UTF-16 units). */
  offsetAt(index: number): number;
}

/** A line counted from 1 and a column counted from 0; -1 and -1 are no place at all. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The place of an error that has none. */
export const NO_PLACE: Place = { line: -1, column: -1 };

/** Prepares the text of an expression. */
export function createSource(text: string): Source {
  const wide = /[\ud800-\udbff][\udc00-\udfff]/.test(text) ? wideOffsets(text) : undefined;
  const offsetAt = wide === undefined ? (index: number) => index : (index: number) => wide[index] ?? 0;
  const lineOffsets: number[] = [];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineOffsets.push(offsetAt(at + 1));
  return { text, length: offsetAt(text.length), lineOffsets, offsetAt };
}

function wideOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let index = 0;
  let offset = 0;
  for (const character of text) {
    for (let unit = 0; unit < character.length; unit++) offsets[index++] = offset;
    offset++;
  }
  offsets[index] = offset;
  return offsets;
}

/** The place of a code point. */
export function placeOf(source: Source, offset: number): Place {
  let line = 1;
  let column = offset;
  for (const lineOffset of source.lineOffsets) {
    if (lineOffset > offset) break;
    line++;
    column = offset - lineOffset;
  }
  return { line, column };
}

/** The text of a line, without its end. */
export function lineOf(source: Source, line: number): string | undefined {
  if (line < 1 || source.text === '') return undefined;
  return source.text.split('\n')[line - 1];
}
