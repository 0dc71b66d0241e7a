import type { Kustomization } from '../kustomization/kustomization.js';
import type { Resource } from '../resource/resource.js';
import { Identity } from './identity.js';

/** A kustomization file as it was read. */
export interface ReadKustomization {
  readonly written: Kustomization;
  readonly kustomization: Kustomization;
  readonly warnings: readonly string[];
}

const MAX_KEY_LENGTH = 16_000_000;
const MAX_IDENTITIES = 500_000;
const MAX_KUSTOMIZATIONS = 2_000;

/** Short names for what edits depend on, and the kustomization files that builds have in common. */
export class BuildMemo {
  #lastKey = 0;
  #keyLength = 0;
  /** By text, the longest unused first. */
  readonly #keys = new Map<string, number>();
  readonly #identities = new Map<string, number>();
  readonly #kustomizations = new Map<string, ReadKustomization>();

  /** A number that stands for the text, for as long as it is kept; never for another one. */
  keyOf(text: string): number {
    const known = this.#keys.get(text);
    if (known !== undefined) {
      this.#keys.delete(text);
      this.#keys.set(text, known);
      return known;
    }
    this.#keys.set(text, ++this.#lastKey);
    this.#keyLength += text.length;
    for (const oldest of this.#keys.keys()) {
      if (this.#keyLength <= MAX_KEY_LENGTH) break;
      this.#keys.delete(oldest);
      this.#keyLength -= oldest.length;
    }
    return this.#lastKey;
  }

  /** A text that is the same for lists of objects that are called the same, and were before. */
  identitiesOf(resources: readonly Resource[]): string {
    return resources.map((resource) => this.#identityNumber(resource)).join(',');
  }

  #identityNumber(resource: Resource): number {
    const { snapshot } = resource;
    if (snapshot?.identityNumber !== undefined) return snapshot.identityNumber;
    const { text } = snapshot?.identity ?? new Identity(resource.view);
    let number = this.#identities.get(text);
    if (number === undefined) {
      if (this.#identities.size >= MAX_IDENTITIES) this.#identities.clear();
      number = ++this.#lastKey;
      this.#identities.set(text, number);
    }
    if (snapshot !== undefined) snapshot.identityNumber = number;
    return number;
  }

  /** @param read is run when the text was not read before; what throws is not kept. */
  kustomization(text: string, read: () => ReadKustomization): ReadKustomization {
    const known = this.#kustomizations.get(text);
    if (known !== undefined) return known;
    const made = read();
    if (this.#kustomizations.size >= MAX_KUSTOMIZATIONS) this.#kustomizations.clear();
    this.#kustomizations.set(text, made);
    return made;
  }

  clear(): void {
    this.#keys.clear();
    this.#keyLength = 0;
    this.#identities.clear();
    this.#kustomizations.clear();
  }
}
