import { checkPolicyTypes } from '../admission/policies/check-policy-types.js';
import type { Configured, ValidatingPolicySpec } from '../admission/policies/policy-objects.js';
import type { ValidatingPolicyStatus } from '../builtin/admissionregistration/validate-policy-status.js';
import { type Controller, type ControllerContext, controllerClient, ownKey, queueController } from './controller.js';

const COLLECTION = 'admissionregistration.k8s.io/validatingadmissionpolicies';
const MANAGER = 'validatingadmissionpolicy-status';

/** Says in the status of every ValidatingAdmissionPolicy what its expressions do that types do not allow, once for each generation. */
export function reportPolicyTypes(context: ControllerContext): Controller {
  const { store, registry } = context.core;
  const client = controllerClient(context);
  return queueController({
    context,
    work: async (name) => {
      const record = store.get(COLLECTION, name);
      if (record === undefined) return;
      // By the collection's codec.
      const policy = record.object as Configured<ValidatingPolicySpec> & { readonly status?: ValidatingPolicyStatus };
      const { generation = 0 } = policy.metadata;
      if (generation <= (policy.status?.observedGeneration ?? 0)) return;
      const warnings = checkPolicyTypes(registry, policy.spec);
      const typeChecking = warnings.length === 0 ? {} : { expressionWarnings: warnings };
      const body = {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name },
        status: { observedGeneration: generation, typeChecking },
      };
      await client.apply(`/apis/${COLLECTION.replace('/', '/v1/')}/${name}/status`, body, MANAGER);
    },
    follow: { [COLLECTION]: ownKey },
  });
}
