import type { NodeTimers } from '../progress/advance-timers.js';
import type { ProgressNode } from '../progress/progress-node.js';

/** What a view shows. */
export interface ProgressPicture {
  readonly roots: readonly ProgressNode[];
  readonly timers: NodeTimers;
  readonly nowMs: number;
}

/** Shows progress to a person or a program. */
export interface ProgressView {
  update(picture: ProgressPicture): void;
  /** A line beside the progress. */
  note(text: string): void;
  /** Ends with the last picture in place. */
  close(): void;
}
