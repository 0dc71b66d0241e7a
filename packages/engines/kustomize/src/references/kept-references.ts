import type { NameReference } from '../config/default-field-specs.js';
import type { BuildMemo } from '../memo/build-memo.js';
import type { Resource } from '../resource/resource.js';
import type { TargetIndex } from './target-index.js';

/**
 * Takes over the references of objects whose names were asked for before, as long as the same objects have, and had, those
 * names: an object that comes, goes or is renamed concerns only those that ask for it.
 */
export class KeptReferences {
  readonly #key: number;
  readonly #texts = new Map<string, string>();

  constructor(
    references: readonly NameReference[],
    readonly targets: TargetIndex,
    readonly memo: BuildMemo,
  ) {
    this.#key = memo.keyOf(`references ${JSON.stringify(references)}`);
  }

  /** @param fix writes the references of the resource. */
  edit(resource: Resource, fix: () => void): void {
    const before = resource.snapshot;
    const asked = before?.asked(this.#key);
    if (before === undefined) fix();
    else if (asked === undefined || !resource.take(this.#keyOf(asked))) {
      const names = this.targets.noteAsked(fix);
      before.setAsked(this.#key, names);
      resource.keep(before, this.#keyOf(names), undefined);
    }
    if (resource.snapshot !== before) resource.snapshot?.markLast();
  }

  #keyOf(names: readonly string[]): number {
    return this.memo.keyOf(`${this.#key} ${names.map((name) => this.#textOf(name)).join(' ')}`);
  }

  #textOf(name: string): string {
    const known = this.#texts.get(name);
    if (known !== undefined) return known;
    const text = `${name}:${this.memo.identitiesOf(this.targets.resourcesNamed(name))}`;
    this.#texts.set(name, text);
    return text;
  }
}
