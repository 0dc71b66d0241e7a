import { type JsonObject, renderGoJson } from '@gotk/json';
import { goTimeText } from '../storage/go-time.js';

const MAX_LINES = 10;

interface Line {
  readonly text: string;
  readonly atMs: number;
  /** When the same was last said, and how often after the first time. */
  lastAtMs: number;
  repeats: number;
}

/** The last lines that Helm would log during an action; a failure is told with them. */
export class HelmLogBuffer {
  readonly #nowMs: () => number;
  readonly #lines: Line[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Takes a line. An error among the attributes is the empty object that Go makes of it. */
  add(message: string, attributes: JsonObject = {}): void {
    const text = `${message}: ${renderGoJson(attributes)}`;
    const atMs = this.#nowMs();
    const last = this.#lines.at(-1);
    if (last?.text === text) {
      last.repeats++;
      last.lastAtMs = atMs;
      return;
    }
    this.#lines.push({ text, atMs, lastAtMs: atMs, repeats: 0 });
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
  }

  /** `message` with the lines below it, if there are any. */
  appendTo(message: string): string {
    if (this.#lines.length === 0) return message;
    return `${message}\n\nLast Helm logs:\n\n${this.#lines.map(renderLine).join('\n')}`;
  }
}

function renderLine({ text, atMs, lastAtMs, repeats }: Line): string {
  const first = `${goTimeText(atMs)}: ${text}`;
  if (repeats === 0) return first;
  const omitted = repeats - 1;
  const suffix = omitted === 0 ? '' : ` (${omitted} duplicate ${omitted === 1 ? 'line' : 'lines'} omitted)`;
  return `${first}\n${goTimeText(lastAtMs)}: ${text}${suffix}`;
}
