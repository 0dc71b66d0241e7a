import type { ApiServerOptions } from '../api-server.js';
import { runCrdController } from '../crd/crd-controller.js';
import { aggregateClusterRoles } from './aggregate-cluster-roles.js';
import type { Controller, ControllerContext } from './controller.js';
import { countQuotas } from './count-quotas.js';
import { fillTokenSecrets } from './fill-token-secrets.js';
import { makeDefaultAccounts } from './make-default-accounts.js';
import { publishRootCa } from './publish-root-ca.js';
import { releaseStorage } from './release-storage.js';
import { reportPolicyTypes } from './report-policy-types.js';

/** Starts what runs beside the server: always what CustomResourceDefinitions need, the rest as the options say. */
export function startControllers(
  context: ControllerContext,
  { controllers = true, workloads = true }: ApiServerOptions,
): Controller {
  const managed = [
    aggregateClusterRoles,
    countQuotas,
    fillTokenSecrets,
    makeDefaultAccounts,
    releaseStorage,
    reportPolicyTypes,
  ];
  const starts = [
    runCrdController,
    ...(controllers ? managed : []),
    // What pods need to know is there where pods run.
    ...(controllers && workloads ? [publishRootCa] : []),
  ];
  const running = starts.map((start) => start(context));
  return {
    close: async () => {
      await Promise.all(running.map((controller) => controller.close()));
    },
  };
}
