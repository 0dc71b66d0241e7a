import type { Accumulator } from '../accumulate/accumulator.js';
import { explainStep } from '../accumulate/explain-step.js';
import { type Layer, placeIn } from '../accumulate/layer.js';
import type { Reorder } from '../build-options.js';
import { placeError } from '../errors/place-error.js';
import type { FieldSpec } from '../field-spec/field-spec.js';
import type { LastEdit } from '../output/render-objects.js';
import { fixNameReferences } from '../references/name-references.js';
import type { ResourceList } from '../resource/resource-list.js';
import { addTexts } from '../transformers/labels.js';
import { resolveVars } from '../vars/resolve-vars.js';
import { dropLocalObjects } from './drop-local-objects.js';
import { hashNames } from './hash-names.js';
import { removeBuildAnnotations } from './remove-build-annotations.js';
import { sortResources } from './sort-resources.js';

export interface FinishOptions {
  readonly reorder: Reorder | undefined;
  readonly managedByLabel: boolean;
}

const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'kustomize-v5.8.1' };
const LABELS: FieldSpec = { group: '', version: '', kind: '', path: 'metadata/labels', create: true };

const SORTED_TWICE =
  "Warning: Sorting order is set both in 'kustomization.yaml' ('sortOptions') and in a CLI flag ('--reorder')." +
  ' Using the kustomization file over the CLI flag.';

/** What is left to do once all layers have run: names of generated objects, references to names, vars, the order. */
export function finishBuild(layer: Layer, { list, vars, config }: Accumulator, options: FinishOptions): LastEdit {
  const { context } = layer;
  const { memo } = context;
  const { exact } = context.reader.options;
  explained(layer, list, 'name hashes', () => hashNames(list, exact));
  explained(layer, list, 'name references', () =>
    fixNameReferences(list, config.nameReference, { notes: exact, memo }),
  );
  explained(layer, list, 'vars', () =>
    resolveVars(list, vars, { specs: config.varReference, warn: (warning) => context.warnings.push(warning), memo }),
  );
  dropLocalObjects(list, memo);
  sort(layer, list, options.reorder);
  return lastEdit(layer, options.managedByLabel);
}

/** What comes off an object and onto it before it is printed. */
function lastEdit({ buildMetadata, context: { memo } }: Layer, managedByLabel: boolean): LastEdit {
  const isLabelled = managedByLabel || buildMetadata.includes('managedByLabel');
  const addLabel = isLabelled ? addTexts(MANAGED_BY, [LABELS]).local?.edit : undefined;
  return {
    key: memo?.keyOf(JSON.stringify(['print', buildMetadata, isLabelled])),
    run(resource) {
      addLabel?.(resource);
      removeBuildAnnotations(resource, buildMetadata);
    },
  };
}

function explained(layer: Layer, list: ResourceList, step: string, run: () => void): void {
  if (layer.context.explain) explainStep(list, { step, place: placeIn(layer) }, run);
  else run();
}

/** The kustomization file wins over what the caller asks for. */
function sort(layer: Layer, list: ResourceList, reorder: Reorder | undefined): void {
  const { sortOptions } = layer.kustomization;
  if (sortOptions === undefined) {
    if (reorder === 'legacy' || reorder === 'unspecified') sortResources(list, { order: 'legacy' });
    return;
  }
  if (reorder === 'none' || reorder === 'legacy') layer.context.warnings.push(SORTED_TWICE);
  placeError(() => sortResources(list, sortOptions), placeIn(layer, 'sortOptions'));
}
