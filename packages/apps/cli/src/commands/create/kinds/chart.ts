import { durationField, optionalText } from '../fields.js';
import type { Recipe } from '../recipe.js';
import { sourceLines } from '../source-lines.js';
import { verifySpec } from '../verify-spec.js';

/** How a HelmChart is made out of flags. */
export const chartRecipe: Recipe = {
  kind: 'HelmChart',
  label: 'HelmChart source',
  createdLabel: 'source',
  told: 'always',
  requireFlags: ({ flags }) => {
    if (flags.text('source') === '') throw new Error('chart source is required');
    if (flags.text('chart') === '') throw new Error('chart name or path is required');
  },
  buildSpec: ({ flags }) => {
    // The source is in the same namespace: a dot belongs to its name.
    const [kind = '', name = ''] = flags.text('source').split('/');
    return {
      chart: flags.text('chart'),
      version: optionalText(flags, 'chart-version'),
      interval: durationField(flags, 'interval'),
      reconcileStrategy: optionalText(flags, 'reconcile-strategy'),
      sourceRef: { kind, name },
      verify: verifySpec(flags),
    };
  },
  done: sourceLines('HelmChart source'),
};
