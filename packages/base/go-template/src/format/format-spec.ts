import { runeCount } from '../text/go-text.js';

/** The flags, width and precision of one `%` directive. */
export interface FormatSpec {
  plus: boolean;
  minus: boolean;
  sharp: boolean;
  space: boolean;
  zero: boolean;
  /** `%+v`. */
  plusV: boolean;
  /** `%#v`. */
  sharpV: boolean;
  width: number | undefined;
  precision: number | undefined;
}

/** A directive without flags. */
export function plainSpec(): FormatSpec {
  return {
    plus: false,
    minus: false,
    sharp: false,
    space: false,
    zero: false,
    plusV: false,
    sharpV: false,
    width: undefined,
    precision: undefined,
  };
}

/** `text` at the width of the directive, counted in runes. */
export function pad(text: string, { width, minus, zero }: FormatSpec): string {
  if (width === undefined || width === 0) return text;
  const missing = width - runeCount(text);
  if (missing <= 0) return text;
  if (minus) return text + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + text;
}

/** `text` at the width of the directive, always padded with spaces. */
export function padWithSpaces(text: string, spec: FormatSpec): string {
  return pad(text, { ...spec, zero: false });
}
