import { AdmissionChain } from '../admission/admission-chain.js';
import { namespaceLifecycle } from '../admission/namespace-lifecycle.js';
import { installBuiltins } from '../builtin/install-builtins.js';
import { serveCustomResources } from '../crd/serve-custom-resources.js';
import { ResourceRegistry } from '../registry/resource-registry.js';
import type { ApiCore } from './api-core.js';

/** Puts the parts of the server together. */
export function createCore(parts: Pick<ApiCore, 'store' | 'clock' | 'ids'>): ApiCore {
  const core = { ...parts, registry: new ResourceRegistry(), admission: new AdmissionChain() };
  installBuiltins(core.registry);
  core.admission.add(namespaceLifecycle(core.store));
  serveCustomResources(core);
  return core;
}
