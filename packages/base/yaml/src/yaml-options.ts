import type { YamlDialect } from './resolve/dialect.js';

/** How a text is read. */
export interface ParseYamlOptions {
  /** Name of the file; without it errors have no place. */
  readonly file?: string | undefined;
  /** 1-based line of the file on which the text begins. Counts for the place of errors, not for their text. @default 1 */
  readonly startLine?: number | undefined;
  /** Whether a key that stands twice in one mapping is an error; else the last one wins. `kyaml` always refuses. @default false */
  readonly strict?: boolean | undefined;
  /** Whose YAML it is. @default 'sigs' */
  readonly dialect?: YamlDialect | undefined;
}
