import type { CommandContext } from '../../cli/command.js';
import { migrateCluster } from './migrate-cluster.js';
import { migrateFiles } from './migrate-files.js';

/** Moves the custom resources of Flux to their latest API version: those in the cluster, or those in files. */
export async function runMigrate(context: CommandContext): Promise<void> {
  context.log.action('starting migration of custom resources');
  const path = context.flags.text('path');
  await (path === '' ? migrateCluster(context) : migrateFiles(path, context));
}
