import { existsSync, readFileSync } from 'node:fs';
import { fieldOf } from '@gotk/objects';
import { parseYaml } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import { renderTable } from '../../output/render-table.js';
import { findPlugins, type Plugin } from './find-plugins.js';

/** Lists the plugins with their versions, where it is known how they were installed. */
export async function runPluginList({ io }: CommandContext): Promise<void> {
  const plugins = findPlugins(io.env);
  if (plugins.length === 0) return io.stdout('No plugins found\n');
  const rows = plugins.map((plugin) => [plugin.name, versionOf(plugin), plugin.path]);
  io.stdout(renderTable(['name', 'version', 'path'], rows));
}

/** As the receipt has it that an installation leaves beside the program. */
function versionOf({ path }: Plugin): string {
  const receipt = `${path.replace(/\.exe$/, '')}.yaml`;
  if (!existsSync(receipt)) return 'manual';
  return String(fieldOf(parseYaml(readFileSync(receipt, 'utf8')), 'version') ?? 'unknown');
}
