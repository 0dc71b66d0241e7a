import { AdmissionChain } from '../admission/admission-chain.js';
import { installPlugins } from '../admission/builtin-plugins.js';
import { Authentication } from '../auth/authentication.js';
import { LastWays } from '../auth/impersonate.js';
import { rbacAuthorizer } from '../auth/rbac/rbac-authorizer.js';
import { RuleResolver } from '../auth/rbac/rule-resolver.js';
import { SigningKey } from '../auth/service-accounts/signing-key.js';
import { serviceAccountTokens } from '../auth/service-accounts/token-authenticator.js';
import { installBuiltins } from '../builtin/install-builtins.js';
import { serveCustomResources } from '../crd/serve-custom-resources.js';
import { CertificateAuthority } from '../http/certificate-authority.js';
import { ResourceRegistry } from '../registry/resource-registry.js';
import type { ApiCore } from './api-core.js';

/** What the core cannot make itself. */
export interface CoreParts
  extends Pick<ApiCore, 'store' | 'clock' | 'ids' | 'secrets' | 'simulatedWebhooks' | 'podLog' | 'audit'> {
  /** Admission plugins to leave out. */
  readonly disabledAdmission: readonly string[];
}

/** Puts the parts of the server together. */
export function createCore({ disabledAdmission, ...parts }: CoreParts): ApiCore {
  const resolver = new RuleResolver(parts.store);
  const core: ApiCore = {
    ...parts,
    registry: new ResourceRegistry(),
    admission: new AdmissionChain(),
    access: { resolver, authorizer: rbacAuthorizer(resolver), lastWays: new LastWays() },
    authentication: new Authentication(),
    signingKey: new SigningKey(parts.secrets),
    authority: new CertificateAuthority(parts.secrets, parts.clock),
  };
  core.authentication.add(serviceAccountTokens({ store: core.store, clock: core.clock, key: core.signingKey }));
  installBuiltins(core.registry);
  installPlugins(core, disabledAdmission);
  serveCustomResources(core);
  return core;
}
