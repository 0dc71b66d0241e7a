import { YamlProblem } from '../scan/problem.js';

const LOW = 400_000;
const HIGH = 4_000_000;

/** Counts what is decoded, and stops a document that grows out of aliases. */
export class AliasBudget {
  #decoded = 0;
  #throughAlias = 0;
  #depth = 0;

  /** Counts one node. @throws YamlProblem when too many of them came through aliases. */
  count(): void {
    this.#decoded++;
    if (this.#depth > 0) this.#throughAlias++;
    if (this.#throughAlias > 100 && this.#decoded > 1000 && this.#throughAlias / this.#decoded > this.#allowed())
      throw new YamlProblem('value', 'document contains excessive aliasing', undefined);
  }

  enterAlias(): void {
    this.#depth++;
  }

  leaveAlias(): void {
    this.#depth--;
  }

  /** 99 % for documents of usual size, down to 10 % for very large ones. */
  #allowed(): number {
    if (this.#decoded <= LOW) return 0.99;
    if (this.#decoded >= HIGH) return 0.1;
    return 0.99 - 0.89 * ((this.#decoded - LOW) / (HIGH - LOW));
  }
}
