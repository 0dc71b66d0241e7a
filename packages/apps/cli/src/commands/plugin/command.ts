import type { Command } from '../../cli/command.js';
import { absentPluginCommands } from '../absent/commands.js';

/** `flux plugin`. */
export const pluginCommand: Command = {
  name: 'plugin',
  short: 'Manage Flux CLI plugins',
  long: [
    'A plugin is a program named flux-NAME in the folder of plugins: $FLUXCD_PLUGINS, or ~/.fluxcd/plugins.',
    "It is run as 'flux NAME'.",
  ].join('\n'),
  commands: [
    ...absentPluginCommands,
    {
      name: 'list',
      aliases: ['ls'],
      short: 'List installed plugins',
      long: 'Lists the plugins in the folder of plugins.',
      accepts: 'none',
      load: async () => (await import('./run-plugin-list.js')).runPluginList,
    },
  ],
};
