import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../../cli/flag.js';
import { textAt } from '../../../kinds/cli-kind.js';
import { reference } from '../fields.js';
import type { Recipe } from '../recipe.js';

/** How a Receiver is made out of flags. */
export const receiverRecipe: Recipe = {
  kind: 'Receiver',
  label: 'Receiver',
  told: 'before',
  requireFlags: ({ flags }) => {
    if (flags.text('type') === '') throw new Error('Receiver type is required');
    if (flags.text('secret-ref') === '') throw new Error('secret ref is required');
    if (resources(flags).length === 0) throw new Error('atleast one resource is required');
  },
  buildSpec: ({ flags }) => ({
    type: flags.text('type'),
    events: flags.list('event').length === 0 ? undefined : flags.list('event'),
    resources: resources(flags),
    secretRef: reference(flags, 'secret-ref'),
  }),
  done: (object) => [
    `Receiver ${object.metadata.name ?? ''} is ready`,
    `generated webhook URL ${textAt(object, 'status', 'webhookPath')}`,
  ],
};

function resources(flags: FlagValues): readonly JsonObject[] {
  return flags.list('resource').map((text) => {
    const [kind = '', name, extra] = text.split('/');
    if (name === undefined || extra !== undefined || kind === '') {
      throw new Error(`invalid event source '${text}', must be in format <kind>/<name>`);
    }
    return { kind, name };
  });
}
