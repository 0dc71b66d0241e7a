/** Which differences a patch shows. */
export interface DiffOptions {
  /** Whether lists that change come with their order. */
  readonly setElementOrder: boolean;
  readonly ignoreChangesAndAdditions: boolean;
  readonly ignoreDeletions: boolean;
  /** Whether objects at this level come with the list of fields to keep. */
  readonly retainKeys: boolean;
}

/** All differences. */
export const ALL_DIFFERENCES: DiffOptions = {
  setElementOrder: true,
  ignoreChangesAndAdditions: false,
  ignoreDeletions: false,
  retainKeys: false,
};
