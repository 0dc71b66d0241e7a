import type { AliasNode, YamlNode } from '../parse/yaml-node.js';
import { YamlProblem } from '../scan/problem.js';

const LOW = 400_000;
const HIGH = 4_000_000;

/** Counts what is decoded, and stops a document that grows out of aliases. */
export class AliasBudget {
  #decoded = 0;
  #throughAlias = 0;
  #depth = 0;
  readonly #open = new Set<AliasNode>();

  /** Counts one node. @throws YamlProblem when too many of them came through aliases. */
  count(): void {
    this.#decoded++;
    if (this.#depth > 0) this.#throughAlias++;
    if (this.#throughAlias > 100 && this.#decoded > 1000 && this.#throughAlias / this.#decoded > this.#allowed())
      throw new YamlProblem('value', 'document contains excessive aliasing', undefined);
  }

  /** Decodes what an alias stands for. @throws YamlProblem for one that stands for something with itself inside. */
  through<T>(alias: AliasNode, decode: (target: YamlNode) => T): T {
    if (this.#open.has(alias))
      throw new YamlProblem('value', `anchor '${alias.name}' value contains itself`, alias.start);
    this.#open.add(alias);
    this.#depth++;
    const value = decode(alias.target);
    this.#depth--;
    this.#open.delete(alias);
    return value;
  }

  /** 99 % for documents of usual size, down to 10 % for very large ones. */
  #allowed(): number {
    if (this.#decoded <= LOW) return 0.99;
    if (this.#decoded >= HIGH) return 0.1;
    return 0.99 - 0.89 * ((this.#decoded - LOW) / (HIGH - LOW));
  }
}
