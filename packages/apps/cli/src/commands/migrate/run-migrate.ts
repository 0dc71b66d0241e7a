import type { CommandContext } from '../../cli/command.js';
import { migrateCluster } from './migrate-cluster.js';
import { migrateFiles } from './migrate-files.js';
import { supportedVersions } from './newest-versions.js';

/** Moves the custom resources of Flux to their latest API version: those in the cluster, or those in files. */
export async function runMigrate(context: CommandContext): Promise<void> {
  const path = context.flags.text('path');
  const version = context.flags.text('version');
  if (path !== '' && version !== '' && !supportedVersions.includes(version))
    throw new Error(`version ${version} is not supported, supported versions are: ${supportedVersions.join(', ')}`);
  context.log.action('starting migration of custom resources');
  await (path === '' ? migrateCluster(context) : migrateFiles(path, context));
}
