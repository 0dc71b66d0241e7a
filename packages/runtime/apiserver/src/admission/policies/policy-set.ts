import type { Store } from '../../storage/store.js';
import type { BindingSpec, Configured } from './policy-objects.js';

/** A policy and the bindings that put it to use. */
export interface BoundPolicy<Spec, Binding extends BindingSpec> {
  readonly policy: Configured<Spec>;
  readonly bindings: readonly Configured<Binding>[];
}

/** The policies of one kind that are in use; they are looked up again only after one of them changed. */
export class PolicySet<Spec, Binding extends BindingSpec> {
  #known: readonly BoundPolicy<Spec, Binding>[] | undefined;

  constructor(
    readonly store: Store,
    readonly collections: { readonly policies: string; readonly bindings: string },
  ) {
    const forget = (): void => {
      this.#known = undefined;
    };
    for (const collection of Object.values(collections)) store.log(collection).follow(forget, () => undefined);
  }

  /** In the order of their names. */
  active(): readonly BoundPolicy<Spec, Binding>[] {
    this.#known ??= this.#load();
    return this.#known;
  }

  #load(): readonly BoundPolicy<Spec, Binding>[] {
    const { policies, bindings } = this.collections;
    // What the store holds of these collections was checked by their kinds.
    const bound = [...this.store.scan(bindings)].map(({ object }) => object as Configured<Binding>);
    return [...this.store.scan(policies)].flatMap(({ object }) => {
      const policy = object as Configured<Spec>;
      const own = bound.filter(({ spec }) => spec.policyName === policy.metadata.name);
      return own.length === 0 ? [] : [{ policy, bindings: own }];
    });
  }
}
