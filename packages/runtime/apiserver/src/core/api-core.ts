import type { AdmissionChain } from '../admission/admission-chain.js';
import type { Clock } from '../api-server.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { Store } from '../storage/store.js';

/** Where fresh identifiers come from; tests pass their own. */
export interface IdSource {
  uuid(): string;
  /** Five characters for generated names. */
  nameSuffix(): string;
}

/** What every part of the server works with. */
export interface ApiCore {
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly admission: AdmissionChain;
}
