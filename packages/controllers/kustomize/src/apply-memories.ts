import { type ApplyMemory, createApplyMemory } from '@gotk/apply';
import type { TenantClient } from '@gotk/tenancy';

/** Remembers what was last applied: in this cluster, by whomever, and through each client for another one. */
export class ApplyMemories {
  readonly #local = createApplyMemory();
  readonly #remote = new WeakMap<TenantClient, ApplyMemory>();

  /** The memory of the cluster that a client acts in. */
  of(tenant: TenantClient): ApplyMemory {
    if (tenant.isLocal) return this.#local;
    const memory = this.#remote.get(tenant) ?? createApplyMemory();
    this.#remote.set(tenant, memory);
    return memory;
  }
}
