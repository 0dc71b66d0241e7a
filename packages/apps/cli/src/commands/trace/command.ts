import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

/** `flux trace`. */
export const traceCommand: Command = {
  name: 'trace',
  operands: '<resource> <name> [<name> ...]',
  short: 'Trace in-cluster objects throughout the GitOps delivery pipeline',
  long: withPreviewNote('Shows which Flux objects manage an object, and the source it came from.'),
  examples: [
    '  # Trace a Deployment',
    '  flux trace -n apps deployment my-app',
    '',
    '  # Trace an object by kind and API version',
    '  flux trace my-app --kind=Deployment --api-version=apps/v1 -n apps',
  ].join('\n'),
  flags: [
    { name: 'kind', type: 'string', usage: "the Kubernetes object kind, e.g. Deployment'" },
    { name: 'api-version', type: 'string', usage: "the Kubernetes object API version, e.g. 'apps/v1'" },
  ],
  load: async () => (await import('./run-trace.js')).runTrace,
};
