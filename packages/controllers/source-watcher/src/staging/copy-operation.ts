/** One copy from a source into an artifact. */
export interface CopyOperation {
  /** `@alias/glob` */
  readonly from: string;
  /** `@artifact/path`; a slash at the end makes it a directory. */
  readonly to: string;
  readonly exclude?: readonly string[];
  /** Default: Overwrite. */
  readonly strategy?: 'Overwrite' | 'Merge' | 'Extract';
}
