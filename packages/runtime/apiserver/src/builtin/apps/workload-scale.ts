import type { ScalePaths } from '../../registry/resource-definition.js';
import { labels, selector } from '../../table/cells/cell-texts.js';

/** Where the kinds of apps/v1 have their replicas. */
export const workloadScale: ScalePaths = {
  specReplicas: '.spec.replicas',
  statusReplicas: '.status.replicas',
  selectorOf: (object) => selector(object, 'spec', 'selector'),
};

/** Where ReplicationControllers have theirs: their selector is a plain map. */
export const controllerScale: ScalePaths = {
  ...workloadScale,
  selectorOf: ({ spec }) => labels((spec as { readonly selector?: Readonly<Record<string, string>> }).selector),
};
