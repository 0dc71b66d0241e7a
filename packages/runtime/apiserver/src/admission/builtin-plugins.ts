import type { ApiCore } from '../core/api-core.js';
import type { AdmissionPlugin } from './admission-chain.js';
import { namespaceLifecycle } from './namespace-lifecycle.js';
import { claimResize } from './plugins/claim-resize.js';
import { defaultIngressClass, defaultStorageClass } from './plugins/default-classes.js';
import { defaultTolerationSeconds } from './plugins/default-toleration-seconds.js';
import { limitRanger } from './plugins/limit-ranger.js';
import { priority } from './plugins/priority.js';
import { runtimeClass } from './plugins/runtime-class.js';
import { serviceAccountPlugin } from './plugins/service-account-plugin.js';
import { storageObjectInUseProtection } from './plugins/storage-object-in-use-protection.js';
import { taintNodesByCondition } from './plugins/taint-nodes-by-condition.js';
import { podSecurity } from './pod-security/pod-security.js';
import { mutatingPolicies } from './policies/mutating-policies.js';
import { validatingPolicies } from './policies/validating-policies.js';
import { resourceQuotaPlugin } from './quota/resource-quota-plugin.js';
import { terminatingDefinition } from './terminating-definition.js';
import { mutatingWebhooks } from './webhooks/mutating-webhooks.js';
import { validatingWebhooks } from './webhooks/validating-webhooks.js';

/** The plugins in the order in which they look at a write, by Kubernetes' names. */
export function builtinPlugins(core: ApiCore): Readonly<Record<string, AdmissionPlugin>> {
  const { store, ids } = core;
  return {
    NamespaceLifecycle: namespaceLifecycle(store),
    CustomResourceDefinitionLifecycle: terminatingDefinition(store),
    LimitRanger: limitRanger(store),
    ServiceAccount: serviceAccountPlugin(store, ids),
    TaintNodesByCondition: taintNodesByCondition,
    PodSecurity: podSecurity(store),
    Priority: priority(store),
    DefaultTolerationSeconds: defaultTolerationSeconds,
    DefaultStorageClass: defaultStorageClass(store),
    StorageObjectInUseProtection: storageObjectInUseProtection,
    PersistentVolumeClaimResize: claimResize(store),
    RuntimeClass: runtimeClass(store),
    DefaultIngressClass: defaultIngressClass(store),
    MutatingAdmissionPolicy: mutatingPolicies(core),
    MutatingAdmissionWebhook: mutatingWebhooks(core),
    ValidatingAdmissionPolicy: validatingPolicies(core),
    ValidatingAdmissionWebhook: validatingWebhooks(core),
    ResourceQuota: resourceQuotaPlugin(core),
  };
}

/** Lets the plugins look at every write, but those of the given names. */
export function installPlugins(core: ApiCore, disabled: readonly string[]): void {
  for (const [name, plugin] of Object.entries(builtinPlugins(core)))
    if (!disabled.includes(name)) core.admission.add(plugin);
}
