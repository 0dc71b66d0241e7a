import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

/** `flux events`. */
export const eventsCommand: Command = {
  name: 'events',
  short: 'Display Kubernetes events for Flux resources',
  long: withPreviewNote('The events sub-command shows Kubernetes events from Flux resources'),
  flags: [
    {
      name: 'all-namespaces',
      shorthand: 'A',
      type: 'bool',
      usage: 'display events from Flux resources across all namespaces',
    },
    { name: 'watch', shorthand: 'w', type: 'bool', usage: 'indicate if the events should be streamed' },
    { name: 'for', type: 'string', usage: 'get events for a particular object' },
    { name: 'types', type: 'strings', usage: 'filter events for certain types (valid types are: Normal, Warning)' },
  ],
  load: async () => (await import('./run-events.js')).runEvents,
};
