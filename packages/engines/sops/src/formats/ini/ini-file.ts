/** A key of a section. */
export interface IniKey {
  readonly name: string;
  readonly value: string;
  /** Comment above the key, or behind the value; its lines with their `#` or `;`. */
  readonly comment: string;
}

/** A section of an INI file. What stands before the first one is in a section called `DEFAULT`. */
export interface IniSection {
  readonly name: string;
  readonly comment: string;
  readonly keys: readonly IniKey[];
}

/** The section without a header. */
export const DEFAULT_SECTION = 'DEFAULT';
