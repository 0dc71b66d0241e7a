import type { Command } from '../../cli/command.js';

const OWN_CLUSTER =
  "'flux up' runs a repository without a cluster; on a cluster, Flux's own command does this until there is one here";

const BY_CURL = "send the request to the webhook path in the Receiver's status by another program, such as curl";

/** What Flux has at the top, and this program does not have yet: named, so that nobody looks for a typing error. */
export const absentCommands: readonly Command[] = [
  absent('bootstrap', 'Deploy Flux on a cluster the GitOps way', OWN_CLUSTER),
  absent('install', 'Install or upgrade Flux', OWN_CLUSTER),
  absent('uninstall', 'Uninstall Flux and its custom resource definitions', OWN_CLUSTER),
  absent('trigger', 'Trigger Flux resources from outside the cluster', BY_CURL),
];

const BY_HAND = "put a program named flux-NAME into the folder of plugins, and it runs as 'flux NAME'";

/** The same below `flux plugin`: nothing is downloaded from the catalogue. */
export const absentPluginCommands: readonly Command[] = [
  absent('plugin install', 'Install a plugin from the catalog', BY_HAND),
  absent('plugin search', 'Search the plugin catalog', BY_HAND),
  absent('plugin uninstall', 'Uninstall a plugin', BY_HAND, ['delete']),
  absent('plugin update', 'Update installed plugins', BY_HAND, ['upgrade']),
];

function absent(path: string, short: string, instead: string, aliases: readonly string[] = []): Command {
  const name = path.split(' ').at(-1) ?? path;
  return { name, aliases, short, hidden: true, absent: `flux ${path} is not part of this program yet: ${instead}` };
}
