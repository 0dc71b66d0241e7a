import { choice, flag, list, map, object, required, text } from '../build.js';
import { AGE } from '../fields/printer-columns.js';
import { localRef } from '../fields/references.js';
import { singleVersionKind } from '../kind.js';
import { crossNamespaceRef, NOTIFICATION_GROUP } from './group.js';

const spec = object('AlertSpec', 'Which events to send, and where.', {
  providerRef: required(localRef('The Provider to send with.')),
  eventSources: required(list('Objects whose events are sent.', crossNamespaceRef)),
  eventSeverity: choice('Lowest severity that is sent.', ['info', 'error'], { default: 'info' }),
  inclusionList: list('Regular expressions; only events whose message matches one are sent.', text()),
  exclusionList: list('Regular expressions; events whose message matches one are not sent.', text()),
  eventMetadata: map('Facts added to every event.'),
  summary: text('Former way to give eventMetadata.summary.', { maxLength: 255 }),
  suspend: flag('Sends nothing until it is set to false.'),
});

/** Alert: events of objects, sent with a Provider. */
export const alert = singleVersionKind({
  ...NOTIFICATION_GROUP,
  version: 'v1beta3',
  kind: 'Alert',
  plural: 'alerts',
  humanName: 'alert',
  description: 'Sends the events of chosen objects with a Provider.',
  spec,
  columns: [AGE],
});
