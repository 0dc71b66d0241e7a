import type { Command } from '../../cli/command.js';
import type { CheckedText } from '../../cli/flag.js';
import { withPreviewNote } from '../preview-note.js';

const LEVELS = ['debug', 'info', 'error'];

const logLevel: CheckedText = {
  name: 'logLevel',
  parse: (value) => {
    if (value === '') throw new Error(`no log level given, must be one of: ${LEVELS.join(', ')}`);
    if (LEVELS.includes(value)) return value;
    throw new Error(`unsupported log level '${value}', must be one of: ${LEVELS.join(', ')}`);
  },
};

/** `flux logs`. */
export const logsCommand: Command = {
  name: 'logs',
  short: 'Display formatted logs for Flux components',
  long: withPreviewNote('The logs command displays formatted logs from various Flux components.'),
  flags: [
    { name: 'level', type: logLevel, usage: 'log level, available options are: (debug, info, error)' },
    { name: 'kind', type: 'string', usage: 'show only lines about this kind, e.g. GitRepository' },
    { name: 'name', type: 'string', usage: 'show only lines about the object of this name' },
    { name: 'follow', shorthand: 'f', type: 'bool', usage: 'keep printing new lines' },
    { name: 'tail', type: 'int', usage: 'how many of the last lines to print', default: '-1' },
    {
      name: 'flux-namespace',
      type: 'string',
      usage: 'the namespace where the Flux components are running',
      default: 'flux-system',
    },
    { name: 'all-namespaces', shorthand: 'A', type: 'bool', usage: 'show lines about objects of all namespaces' },
    { name: 'since', type: 'duration', usage: 'print only lines younger than this, such as 5s, 2m or 3h' },
    { name: 'since-time', type: 'string', usage: 'print only lines after this time (RFC3339)' },
  ],
  load: async () => (await import('./run-logs.js')).runLogs,
};
