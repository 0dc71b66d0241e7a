/** An element of a Go layout, named by how the reference time shows it. */
export type LayoutElement =
  | 'January'
  | 'Jan'
  | '1'
  | '01'
  | 'Monday'
  | 'Mon'
  | '2'
  | '_2'
  | '02'
  | '__2'
  | '002'
  | '15'
  | '3'
  | '03'
  | '4'
  | '04'
  | '5'
  | '05'
  | '2006'
  | '06'
  | 'PM'
  | 'pm'
  | 'MST'
  | 'Z0700'
  | 'Z070000'
  | 'Z07'
  | 'Z07:00'
  | 'Z07:00:00'
  | '-0700'
  | '-070000'
  | '-07'
  | '-07:00'
  | '-07:00:00'
  | 'fraction-fixed'
  | 'fraction-trimmed';

/** The text before an element, and the element; the last part has text alone. */
export interface LayoutPart {
  readonly prefix: string;
  readonly element: LayoutElement | undefined;
  /** The element as written: for fractions with their separator and digits. */
  readonly source: string;
}

const ELEMENT = new RegExp(
  [
    'January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|_2(?!006)|__2|3|4|5|PM|pm',
    '-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07',
    '[.,](?:0+|9+)(?![0-9])',
  ].join('|'),
  'g',
);

/** Cuts a layout into its elements and what stands between them. */
export function parseLayout(layout: string): LayoutPart[] {
  const parts: LayoutPart[] = [];
  let end = 0;
  for (const match of layout.matchAll(ELEMENT)) {
    const [source] = match;
    parts.push({ prefix: layout.slice(end, match.index), element: elementOf(source), source });
    end = match.index + source.length;
  }
  parts.push({ prefix: layout.slice(end), element: undefined, source: '' });
  return parts;
}

function elementOf(source: string): LayoutElement {
  if (/^[.,]0/.test(source)) return 'fraction-fixed';
  if (/^[.,]9/.test(source)) return 'fraction-trimmed';
  // The pattern matches nothing but elements.
  return source as LayoutElement;
}
