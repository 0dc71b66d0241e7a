import { fieldOf, type KubeObject } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';
import { textAt } from '../../kinds/cli-kind.js';

const GIT_REPOSITORY_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  name: 'gitrepositories.source.toolkit.fluxcd.io',
} as const;

/** Prints the version of this program, and those of what runs in the cluster. */
export async function runVersion(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const output = flags.text('output');
  if (output !== 'yaml' && output !== 'json') throw new Error(`--output must be json or yaml, not ${output}`);
  const cluster = flags.flag('client') ? [] : await clusterVersions(context);
  const versions: readonly (readonly [string, string])[] = [['flux', io.version], ...cluster];
  io.stdout(output === 'json' ? renderJson(versions) : renderLines(versions));
}

async function clusterVersions(context: CommandContext): Promise<readonly (readonly [string, string])[]> {
  const { namespace, signal } = context;
  const client = await context.client();
  const crd = await client.find(GIT_REPOSITORY_CRD, { as: 'metadata' }, signal);
  const { items } = await client.list(
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { namespace, labelSelector: 'app.kubernetes.io/part-of=flux' },
    signal,
  );
  if (items.length === 0) throw new Error(`no deployments found in ${namespace} namespace`);
  const controllers = items.flatMap(imagesOf).map(splitImage);
  const distribution = distributionOf(crd);
  const sorted = controllers.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return distribution === '' ? sorted : [['distribution', distribution], ...sorted];
}

function distributionOf(crd: KubeObject | undefined): string {
  const version = crd?.metadata.labels?.['app.kubernetes.io/version'] ?? '';
  const partOf = crd?.metadata.labels?.['app.kubernetes.io/part-of'] ?? '';
  return partOf === '' ? version : `${partOf}-${version}`;
}

function imagesOf(deployment: KubeObject): readonly string[] {
  const containers = fieldOf(deployment, 'spec', 'template', 'spec', 'containers');
  return Array.isArray(containers) ? containers.map((container) => textAt(container, 'image')) : [];
}

/** Last part of the name, and the tag. */
function splitImage(image: string): readonly [name: string, tag: string] {
  const path = image.slice(image.lastIndexOf('/') + 1);
  const colon = path.indexOf(':');
  if (colon === -1) throw new Error(`missing image tag in image ${image}`);
  return [path.slice(0, colon), path.slice(colon + 1)];
}

function renderLines(versions: readonly (readonly [string, string])[]): string {
  return versions.map(([name, version]) => `${name}: ${version}\n`).join('');
}

function renderJson(versions: readonly (readonly [string, string])[]): string {
  const sorted = versions.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}
