import type { Command } from '../../cli/command.js';
import { fromRecipe, listFlag, textFlag } from './command-flags.js';
import { receiverType } from './flag-types.js';

/** `flux create alert`. */
export const createAlertCommand: Command = {
  name: 'alert',
  operands: '[name]',
  short: 'Create or update a Alert resource',
  flags: [
    textFlag('provider-ref', 'Provider to send with'),
    textFlag('event-severity', 'lowest severity that is sent: info or error'),
    listFlag('event-source', "objects whose events are sent, as '<kind>/<name>.<namespace>'"),
  ],
  load: fromRecipe(async () => (await import('./kinds/alert.js')).alertRecipe),
};

/** `flux create alert-provider`. */
export const createAlertProviderCommand: Command = {
  name: 'alert-provider',
  operands: '[name]',
  short: 'Create or update a Provider resource',
  flags: [
    textFlag('type', 'kind of service'),
    textFlag('channel', 'channel to post to'),
    textFlag('username', 'name to post as'),
    textFlag('address', 'address to post to'),
    textFlag('secret-ref', 'Secret with credentials'),
  ],
  load: fromRecipe(async () => (await import('./kinds/alert.js')).alertProviderRecipe),
};

/** `flux create receiver`. */
export const createReceiverCommand: Command = {
  name: 'receiver',
  operands: '[name]',
  short: 'Create or update a Receiver resource',
  flags: [
    { name: 'type', type: receiverType, usage: 'kind of caller' },
    textFlag('secret-ref', 'Secret with the token'),
    listFlag('event', 'events that are acted on, default: all'),
    listFlag('resource', "objects to reconcile, as '<kind>/<name>'"),
  ],
  load: fromRecipe(async () => (await import('./kinds/receiver.js')).receiverRecipe),
};
