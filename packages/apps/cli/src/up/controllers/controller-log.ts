import type { PodLog, PodLogLine } from '@gotk/apiserver';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { findController } from './known-controllers.js';

/** Lines that are kept of each controller. */
const KEPT_LINES = 5000;
const COMPONENT = ['metadata', 'labels', 'app'] as const;

/**
 * What the controllers of this process say, by the name of the controller, so that the pods that stand for them have a log.
 * The oldest lines are forgotten.
 */
export class ControllerLog {
  readonly #logs = new Map<string, Recording>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Takes a line of JSON, as controllers write them. */
  write(line: string): void {
    this.#recordingOf(controllerOf(line)).add({ timeMs: this.#nowMs(), text: line.trimEnd() });
  }

  /** The log of a pod that stands for a controller. */
  logOf(pod: KubeObject): PodLog | undefined {
    const name = fieldOf(pod, ...COMPONENT);
    return typeof name === 'string' ? this.#logs.get(name) : undefined;
  }

  /** Makes a log for a controller, which may not have said anything yet. */
  open(name: string): void {
    this.#recordingOf(name);
  }

  #recordingOf(name: string): Recording {
    const known = this.#logs.get(name);
    if (known !== undefined) return known;
    const recording = new Recording();
    this.#logs.set(name, recording);
    return recording;
  }
}

/** What is about no controller is said by the one that every installation has. */
function controllerOf(line: string): string {
  const [, group = ''] = /"controllerGroup":"([^"]*)"/.exec(line) ?? [];
  return findController(group)?.name ?? 'source-controller';
}

class Recording implements PodLog {
  readonly #lines: PodLogLine[] = [];
  readonly #listeners = new Set<(line: PodLogLine) => void>();

  get lines(): readonly PodLogLine[] {
    return [...this.#lines];
  }

  add(line: PodLogLine): void {
    this.#lines.push(line);
    if (this.#lines.length > 2 * KEPT_LINES) this.#lines.splice(0, KEPT_LINES);
    for (const listener of this.#listeners) listener(line);
  }

  async *follow(signal: AbortSignal): AsyncIterable<PodLogLine> {
    const waiting: PodLogLine[] = [];
    let wake: () => void = () => {};
    const listener = (line: PodLogLine): void => {
      waiting.push(line);
      wake();
    };
    const onAbort = (): void => wake();
    this.#listeners.add(listener);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) yield line;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (waiting.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      this.#listeners.delete(listener);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
