import type { Command } from '../../cli/command.js';
import { withPreviewNote } from '../preview-note.js';

/** `flux stats`. */
export const statsCommand: Command = {
  name: 'stats',
  short: 'Stats of Flux reconciles',
  long: withPreviewNote(
    'Counts the Flux objects of a namespace or cluster by state, with the storage that sources take.',
  ),
  examples:
    '  # Count in one namespace\n  flux stats --namespace default\n\n  # Count in the whole cluster\n  flux stats -A',
  persistentFlags: [
    {
      name: 'all-namespaces',
      shorthand: 'A',
      type: 'bool',
      usage: 'list the statistics for objects across all namespaces',
    },
  ],
  accepts: 'none',
  load: async () => (await import('./run-stats.js')).runStats,
};
