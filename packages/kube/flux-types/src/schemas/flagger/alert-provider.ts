import { choice, object, text } from '../build.js';
import { column } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { FLAGGER_GROUP } from './group.js';

const spec = object(
  'AlertProviderSpec',
  'The service and how to reach it.',
  {
    type: choice('Kind of service.', ['slack', 'msteams', 'discord', 'rocket', 'gchat']),
    address: text('Address to post to.'),
    channel: text('Channel to post to.'),
    username: text('Name to post as.'),
    proxy: text('Address of a proxy.'),
    secretRef: localRef('Secret with the address.'),
  },
  { extra: { oneOf: [{ required: ['type', 'address'] }, { required: ['type', 'secretRef'] }] } },
);

/** AlertProvider: a service that Canaries send messages to. */
export const alertProvider = singleVersionKind({
  ...FLAGGER_GROUP,
  kind: 'AlertProvider',
  plural: 'alertproviders',
  humanName: 'alert provider',
  description: 'A service that Canaries send messages to.',
  spec,
  hasStatusSubresource: true,
  columns: [column('Type', '.spec.type')],
});
