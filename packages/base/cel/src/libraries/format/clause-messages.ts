/** What each kind of clause says about an argument it does not take. */
export interface ClauseMessages {
  readonly text: string;
  readonly decimal: string;
  readonly fixed: string;
  readonly scientific: string;
  readonly binary: string;
  readonly hex: string;
  readonly octal: string;
}

const TEXT =
  'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps';

/** Of the first version. */
export const FIRST_MESSAGES: ClauseMessages = {
  text: TEXT,
  decimal: 'decimal clause can only be used on integers',
  fixed: 'fixed-point clause can only be used on doubles',
  scientific: 'scientific clause can only be used on doubles',
  binary: 'only integers and bools can be formatted as binary',
  hex: 'only integers, byte buffers, and strings can be formatted as hex',
  octal: 'octal clause can only be used on integers',
};

/** Of the second version, which takes more numbers. */
export const SECOND_MESSAGES: ClauseMessages = {
  text: TEXT,
  decimal: 'decimal clause can only be used on ints, uints, and doubles',
  fixed: 'fixed-point clause can only be used on ints, uints, and doubles',
  scientific: 'scientific clause can only be used on ints, uints, and doubles',
  binary: 'only ints, uints, and bools can be formatted as binary',
  hex: 'only ints, uints, bytes, and strings can be formatted as hex',
  octal: 'octal clause can only be used on ints and uints',
};
