import type { KubeObject } from '@gotk/objects';

/** One line of a container's log, without its end. */
export interface PodLogLine {
  readonly timeMs: number;
  readonly text: string;
}

/** What a container has said, and what it says from now on. */
export interface PodLog {
  /** Oldest first. */
  readonly lines: readonly PodLogLine[];
  /** Lines after those, until the signal aborts. */
  follow(signal: AbortSignal): AsyncIterable<PodLogLine>;
}

/** Gives the log of a pod; `undefined` for pods that say nothing. */
export type PodLogSource = (pod: KubeObject) => PodLog | undefined;
