import type { AdmissionChain } from '../admission/admission-chain.js';
import type { Clock } from '../api-server.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { Authentication } from '../auth/authentication.js';
import type { Authorizer } from '../auth/authorizer.js';
import type { LastWays } from '../auth/impersonate.js';
import type { RuleResolver } from '../auth/rbac/rule-resolver.js';
import type { SigningKey } from '../auth/service-accounts/signing-key.js';
import type { CertificateAuthority } from '../http/certificate-authority.js';
import type { ResourceRegistry } from '../registry/resource-registry.js';
import type { Store } from '../storage/store.js';
import type { PodLogSource } from '../subresources/pods/pod-log-source.js';
import type { SecretFiles } from './secret-files.js';

/** Where fresh identifiers come from; tests pass their own. */
export interface IdSource {
  uuid(): string;
  /** Five characters for generated names. */
  nameSuffix(): string;
}

/** Who may do what. */
export interface AccessControl {
  readonly authorizer: Authorizer;
  readonly resolver: RuleResolver;
  readonly lastWays: LastWays;
}

/** What every part of the server works with. */
export interface ApiCore {
  readonly store: Store;
  readonly registry: ResourceRegistry;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly admission: AdmissionChain;
  readonly access: AccessControl;
  readonly authentication: Authentication;
  /** Signs the tokens of service accounts. */
  readonly signingKey: SigningKey;
  /** Signs the certificates of listeners. */
  readonly authority: CertificateAuthority;
  readonly secrets: SecretFiles;
  /** What becomes of webhooks whose service has simulated pods alone. */
  readonly simulatedWebhooks: SimulatedWebhooks;
  /** Records requests. Absent: nothing does. */
  readonly audit: AuditLog | undefined;
  /** What pods say. Absent: nothing. */
  readonly podLog: PodLogSource | undefined;
}

/** `skip`: they are not asked, and the answer says so in a warning. `fail`: they count as webhooks that do not answer. */
export type SimulatedWebhooks = 'skip' | 'fail';
