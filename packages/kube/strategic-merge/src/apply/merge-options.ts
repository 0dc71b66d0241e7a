/** How a patch merges. */
export interface MergeOptions {
  /** Whether directives about lists are carried out; else they are kept, which is how two patches become one. */
  readonly carryOutDirectives: boolean;
  /** Whether null for what is not there disappears; else it is kept. */
  readonly dropUnmatchedNulls: boolean;
}

/** Merging a patch into an object. */
export const APPLY: MergeOptions = { carryOutDirectives: true, dropUnmatchedNulls: true };

/** Merging one patch into another. */
export const COMBINE: MergeOptions = { carryOutDirectives: false, dropUnmatchedNulls: false };
