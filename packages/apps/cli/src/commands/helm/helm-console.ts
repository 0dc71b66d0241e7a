import { type HelmLog, renderLogEntry } from '@gotk/helm';
import type { CliIo } from '../../cli/cli-io.js';

/** Writes Helm's log lines to stderr. */
export function consoleLog({ stderr }: Pick<CliIo, 'stderr'>): HelmLog {
  return (entry) => {
    if (entry.level !== 'DEBUG') stderr(`${renderLogEntry(entry)}\n`);
  };
}
