import { NEEDS_WHOLE_PARSER } from './quick-scalar.js';

export interface QuickBlockOptions {
  /** Where the line behind the header begins. */
  readonly from: number;
  /** Column of the block around the scalar. */
  readonly outerColumn: number;
  readonly isFolded: boolean;
  /** `-`, `+` or nothing. */
  readonly chomping: string;
}

/** Reads the lines of a literal or folded text. @returns its content, and where the first line behind it begins. */
export function readQuickBlock(
  text: string,
  options: QuickBlockOptions,
): { readonly value: string; readonly end: number } {
  const { from, isFolded, chomping } = options;
  const indent = indentOf(text, options);
  let value = '';
  let breaks = '';
  let lineBreak = '';
  let wasBlank = false;
  let start = from;
  while (start < text.length) {
    let at = start;
    const begin = start + indent;
    while (at < begin && text.charCodeAt(at) === 0x20) at++;
    const code = text.charCodeAt(at);
    if (code === 0x0a) {
      breaks += '\n';
      start = at + 1;
      continue;
    }
    if (code === 0x09 && at < begin) throw NEEDS_WHOLE_PARSER;
    if (at < begin || at === text.length) break;
    const end = text.indexOf('\n', at);
    start = end === -1 ? text.length : end + 1;
    const isBlank = code === 0x20 || code === 0x09;
    if (isFolded && lineBreak === '\n' && !wasBlank && !isBlank) value += breaks === '' ? ' ' : breaks;
    else value += lineBreak + breaks;
    breaks = '';
    wasBlank = isBlank;
    value += text.slice(at, end === -1 ? text.length : end);
    lineBreak = end === -1 ? '' : '\n';
  }
  if (chomping !== '-') value += lineBreak;
  if (chomping === '+') value += breaks;
  return { value, end: start };
}

/** The column of the content: that of the first line that is not empty. */
function indentOf(text: string, { from, outerColumn }: QuickBlockOptions): number {
  let deepest = 0;
  for (let start = from; start < text.length; ) {
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    deepest = Math.max(deepest, at - start);
    const code = text.charCodeAt(at);
    if (code === 0x09) throw NEEDS_WHOLE_PARSER;
    if (code !== 0x0a) break;
    start = at + 1;
  }
  return Math.max(deepest, outerColumn + 1);
}
