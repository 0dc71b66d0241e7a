import { YamlProblem } from '../scan/problem.js';

/** A document has no use for more of them. */
const MOST_ERRORS = 100;

/** Errors that do not stop the decoding at once, in the order in which the stages of Go's decoding would meet them. */
export class DecodeErrors {
  readonly #type: string[] = [];
  #json: string | undefined;

  /** A value does not fit; all of these are reported together. */
  type(message: string): void {
    if (!this.isFull) this.#type.push(message);
  }

  /** A value cannot be written as JSON; the first counts. */
  json(message: string): void {
    this.#json ??= message;
  }

  /** Whether further type errors would be dropped. */
  get isFull(): boolean {
    return this.#type.length >= MOST_ERRORS;
  }

  get typeErrors(): number {
    return this.#type.length;
  }

  /** @throws YamlProblem for the first stage with errors. */
  check(): void {
    this.checkTypes();
    if (this.#json !== undefined) throw new YamlProblem('json', this.#json, undefined);
  }

  /** @throws YamlProblem for values that do not fit. */
  checkTypes(): void {
    const [first] = this.#type;
    if (first !== undefined) {
      const line = Number(/^line (\d+)/.exec(first)?.[1] ?? 1) - 1;
      const at = { index: 0, line, column: 0 };
      throw new YamlProblem('value', `unmarshal errors:\n  ${this.#type.join('\n  ')}`, at);
    }
  }
}
