import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../../cli/flag.js';
import { optionalText, reference } from '../fields.js';
import { parseReference } from '../parse-reference.js';
import type { Recipe } from '../recipe.js';

/** How an Alert is made out of flags. */
export const alertRecipe: Recipe = {
  kind: 'Alert',
  label: 'Alert',
  told: 'before',
  isStatic: true,
  requireFlags: ({ flags }) => {
    if (flags.text('provider-ref') === '') throw new Error('provider ref is required');
    if (eventSources(flags).length === 0) throw new Error('at least one event source is required');
  },
  buildSpec: ({ flags }) => ({
    providerRef: reference(flags, 'provider-ref'),
    eventSeverity: optionalText(flags, 'event-severity'),
    eventSources: eventSources(flags),
  }),
  done: ({ metadata }) => [`Alert ${metadata.name ?? ''} is ready`],
};

function eventSources(flags: FlagValues): readonly JsonObject[] {
  return flags.list('event-source').map((text) => {
    const { kind, name, namespace } = parseReference(text);
    if (kind === '') throw new Error(`invalid event source '${text}', must be in format <kind>/<name>`);
    return { kind, name, ...(namespace === '' ? {} : { namespace }) };
  });
}

/** How a Provider is made out of flags. */
export const alertProviderRecipe: Recipe = {
  kind: 'Provider',
  label: 'Provider',
  told: 'before',
  isStatic: true,
  requireFlags: ({ flags }) => {
    if (flags.text('type') === '') throw new Error('Provider type is required');
  },
  buildSpec: ({ flags }) => ({
    type: flags.text('type'),
    channel: optionalText(flags, 'channel'),
    username: optionalText(flags, 'username'),
    address: optionalText(flags, 'address'),
    secretRef: reference(flags, 'secret-ref'),
  }),
  done: ({ metadata }) => [`Provider ${metadata.name ?? ''} is ready`],
};
