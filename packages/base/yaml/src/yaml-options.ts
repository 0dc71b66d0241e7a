/** How a text is read. */
export interface ParseYamlOptions {
  /** Name of the file for the place of errors. */
  readonly file?: string | undefined;
  /** 1-based line of the file on which the text begins. Default 1. */
  readonly startLine?: number | undefined;
  /** Whether a key that stands twice in one mapping is an error. Default false: the last one wins. */
  readonly strict?: boolean | undefined;
}
