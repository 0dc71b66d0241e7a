/** What a number says that a statement begins with; the fields follow it. */
export const STATEMENT = {
  /** pos, end */
  text: 0,
  /** start, pos, pipe */
  action: 1,
  /** start, pos, pipe, list, list of `else` or NOTHING */
  if: 2,
  with: 3,
  range: 4,
  /** pos */
  break: 5,
  continue: 6,
  /** start, pos, name, pipe or NOTHING */
  template: 7,
} as const;

/** What a number says that an operand begins with; pos and the fields follow it. */
export const OPERAND = {
  dot: 0,
  nil: 1,
  true: 2,
  false: 3,
  /** name */
  identifier: 4,
  /** names with dots between */
  field: 5,
  variable: 6,
  /** names with dots between, operand */
  chain: 7,
  /** text */
  number: 8,
  /** as written */
  string: 9,
  /** its length in the source */
  longString: 10,
  /** a pipeline follows, without pos of its own */
  pipe: 11,
} as const;

/** Bits of what a pipeline is. */
export const PIPE = { assigns: 1, isFree: 2 } as const;

/** Stands where there is no list or pipeline: none begins there. */
export const NOTHING = 0;
