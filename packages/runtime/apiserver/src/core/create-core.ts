import { AdmissionChain } from '../admission/admission-chain.js';
import { namespaceLifecycle } from '../admission/namespace-lifecycle.js';
import { terminatingDefinition } from '../admission/terminating-definition.js';
import { Authentication } from '../auth/authentication.js';
import { rbacAuthorizer } from '../auth/rbac/rbac-authorizer.js';
import { RuleResolver } from '../auth/rbac/rule-resolver.js';
import { SigningKey } from '../auth/service-accounts/signing-key.js';
import { serviceAccountTokens } from '../auth/service-accounts/token-authenticator.js';
import { installBuiltins } from '../builtin/install-builtins.js';
import { serveCustomResources } from '../crd/serve-custom-resources.js';
import { ResourceRegistry } from '../registry/resource-registry.js';
import type { ApiCore } from './api-core.js';

/** Puts the parts of the server together. */
export function createCore(parts: Pick<ApiCore, 'store' | 'clock' | 'ids' | 'secrets'>): ApiCore {
  const resolver = new RuleResolver(parts.store);
  const core: ApiCore = {
    ...parts,
    registry: new ResourceRegistry(),
    admission: new AdmissionChain(),
    access: { resolver, authorizer: rbacAuthorizer(resolver) },
    authentication: new Authentication(),
    signingKey: new SigningKey(parts.secrets),
  };
  core.authentication.add(serviceAccountTokens({ store: core.store, clock: core.clock, key: core.signingKey }));
  installBuiltins(core.registry);
  core.admission.add(namespaceLifecycle(core.store));
  core.admission.add(terminatingDefinition(core.store));
  serveCustomResources(core);
  return core;
}
