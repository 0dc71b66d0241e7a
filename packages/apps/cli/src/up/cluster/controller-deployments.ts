import type { KubeObject } from '@gotk/objects';
import { FLUX_VERSION } from '../../version.js';
import { ENTRY } from './entry-objects.js';
import { OURS, PART_OF_FLUX } from './part-of-flux.js';

/**
 * Deployments that stand for the controllers of this process, labelled as Flux' installer labels its own: `flux check`,
 * `flux version` and `flux logs` find them, and people see what runs.
 */
export function controllerDeployments(names: readonly string[]): readonly KubeObject[] {
  return names.map((name) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: ENTRY.namespace,
      annotations: OURS,
      labels: { ...PART_OF_FLUX, 'app.kubernetes.io/component': name, 'control-plane': 'controller' },
    },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { ...PART_OF_FLUX, app: name, 'app.kubernetes.io/component': name } },
        spec: { containers: [{ name: 'manager', image: `gotk/${name}:${FLUX_VERSION}` }] },
      },
    },
  }));
}
