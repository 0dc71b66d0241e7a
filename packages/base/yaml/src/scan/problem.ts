/** A place in the text; all numbers are 0-based. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/**
 * What stopped the reading of a text, before it is put into words.
 *
 * The kind matters because go-yaml counts the line of a scanner's problem otherwise than that of a parser's.
 */
export class YamlProblem extends Error {
  constructor(
    readonly kind: 'reader' | 'scanner' | 'parser' | 'value' | 'json',
    readonly problem: string,
    /** Where it was found; `undefined` where nobody knows. */
    readonly at: Mark | undefined,
    /** Where the construct began that could not be finished. */
    readonly context?: Mark,
  ) {
    super(problem);
    this.name = 'YamlProblem';
  }
}
