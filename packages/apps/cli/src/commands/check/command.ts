import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

/** `flux check`. */
export const checkCommand: Command = {
  name: 'check',
  short: 'Check requirements and installation',
  long: withPreviewNote('Looks whether the cluster can run Flux, and whether what is installed of it is healthy.'),
  examples: '  # Before an installation\n  flux check --pre\n\n  # After it\n  flux check',
  accepts: 'none',
  flags: [
    { name: 'pre', type: 'bool', usage: 'only run pre-installation checks' },
    {
      name: 'components',
      type: 'strings',
      usage: 'list of components, accepts comma-separated values',
      default: 'source-controller,kustomize-controller,helm-controller,notification-controller',
    },
    {
      name: 'components-extra',
      type: 'strings',
      usage: 'list of components in addition to those supplied or defaulted, accepts comma-separated values',
    },
    { name: 'poll-interval', type: 'duration', usage: 'without effect: health is watched', default: '5s' },
  ],
  load: async () => (await import('./run-check.js')).runCheck,
};
