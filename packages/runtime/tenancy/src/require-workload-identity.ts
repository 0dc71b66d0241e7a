/**
 * Checks that default accounts, which stand for identities of workloads, are allowed.
 *
 * @param accounts values of `--default-kubeconfig-service-account` and its like; empty ones are not set.
 * @throws Error with Flux's text when one is set and the gate is off.
 */
export function requireWorkloadIdentity(
  { ObjectLevelWorkloadIdentity: isAllowed }: { readonly ObjectLevelWorkloadIdentity: boolean },
  accounts: readonly string[],
): void {
  if (isAllowed || accounts.every((account) => account === '')) return;
  throw new Error(
    'cannot set default service accounts when the feature gate ObjectLevelWorkloadIdentity is not enabled',
  );
}
