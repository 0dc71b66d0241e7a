import type { Command } from '../../cli/command.js';

/** `flux version`. */
export const versionCommand: Command = {
  name: 'version',
  short: 'Print the client and server-side components version information.',
  long: 'Print the client and server-side components version information for the current context.',
  examples:
    '  # Client and cluster\n  flux version\n\n  # Client only\n  flux version --client\n\n  # As JSON\n  flux version -o json',
  flags: [
    { name: 'client', type: 'bool', usage: 'print only client version' },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: "the format in which the information should be printed. can be 'json' or 'yaml'",
      default: 'yaml',
    },
  ],
  load: async () => (await import('./run-version.js')).runVersion,
};
