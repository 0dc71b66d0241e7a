import { computeStatus } from '@gotk/kstatus';
import { fieldOf, type KubeObject, type ObjectKey } from '@gotk/objects';
import { matchesConstraint, parseConstraint, parseVersion, renderVersion } from '@gotk/semver';
import { type CommandContext, ExitError } from '../../cli/command.js';
import { textAt } from '../../kinds/cli-kind.js';
import { waitForObject } from '../../kinds/wait-for-object.js';

const SUPPORTED_KUBERNETES = '>=1.33.0-0';
const PART_OF_FLUX = 'app.kubernetes.io/part-of=flux';
const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;

/** Checks the cluster, and unless `--pre` is given what is installed of Flux. */
export async function runCheck(context: CommandContext): Promise<void> {
  const { flags, log } = context;
  log.action('checking prerequisites');
  const hasKubernetes = await checkKubernetes(context);
  if (flags.flag('pre')) {
    if (!hasKubernetes) throw new ExitError('', 1);
    return log.success('prerequisites checks passed');
  }
  log.action('checking version in cluster');
  const hasVersion = await checkDistribution(context);
  log.action('checking controllers');
  const hasControllers = await checkControllers(context);
  log.action('checking crds');
  const hasCrds = await checkCrds(context);
  if (hasKubernetes && hasVersion && hasControllers && hasCrds) return log.success('all checks passed');
  log.failure('check failed');
  throw new ExitError('', 1);
}

async function checkKubernetes({ client, log, signal }: CommandContext): Promise<boolean> {
  try {
    const { gitVersion } = await (await client()).serverVersion(signal);
    const version = parseVersion(gitVersion);
    if (!matchesConstraint(version, parseConstraint(SUPPORTED_KUBERNETES))) {
      log.failure(`Kubernetes version ${gitVersion} does not match ${SUPPORTED_KUBERNETES}`);
      return false;
    }
    log.success(`Kubernetes ${renderVersion(version)} ${SUPPORTED_KUBERNETES}`);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    log.failure(`Kubernetes API call failed: ${messageOf(error)}`);
    return false;
  }
}

async function checkDistribution({ client, log, signal }: CommandContext): Promise<boolean> {
  try {
    const name = 'gitrepositories.source.toolkit.fluxcd.io';
    const { metadata } = await (await client()).get({ ...CRD, name }, { as: 'metadata' }, signal);
    const labels = metadata.labels ?? {};
    const version = labels['app.kubernetes.io/version'] ?? '';
    const partOf = labels['app.kubernetes.io/part-of'] ?? '';
    const distribution = partOf === '' ? version : `${partOf}-${version}`;
    if (distribution !== '') log.success(`distribution: ${distribution}`);
    log.success(`bootstrapped: ${labels['kustomize.toolkit.fluxcd.io/namespace'] !== undefined}`);
    return true;
  } catch (error) {
    signal.throwIfAborted();
    log.failure(`checking failed: ${messageOf(error)}`);
    return false;
  }
}

async function checkControllers(context: CommandContext): Promise<boolean> {
  const { log, namespace } = context;
  const items = await listOfFlux(DEPLOYMENT, { namespace }, context);
  if (items === undefined) return false;
  if (items.length === 0) {
    log.failure(`no controllers found in the '${namespace}' namespace with the label selector '${PART_OF_FLUX}'`);
    return false;
  }
  let isHealthy = true;
  for (const deployment of items) isHealthy = (await checkDeployment(deployment, context)) && isHealthy;
  return isHealthy;
}

async function checkDeployment({ metadata, ...deployment }: KubeObject, context: CommandContext): Promise<boolean> {
  const { client, log, signal } = context;
  const { name = '', namespace } = metadata;
  const isReady = await waitUntilCurrent({ ...DEPLOYMENT, name, namespace }, await client(), signal);
  if (isReady) log.success(`${name}: deployment ready`);
  else log.failure(`${name}: deployment not ready`);
  const containers = fieldOf(deployment, 'spec', 'template', 'spec', 'containers');
  for (const container of Array.isArray(containers) ? containers : []) log.action(textAt(container, 'image'));
  return isReady;
}

type Client = Awaited<ReturnType<CommandContext['client']>>;

/** Waits as long as the signal lets it; a Deployment that fails ends the wait. */
async function waitUntilCurrent(key: ObjectKey, client: Client, signal: AbortSignal): Promise<boolean> {
  const check = (object: KubeObject): boolean | undefined => {
    const { status } = computeStatus(object, { nowMs: Date.now() });
    if (status === 'Current') return true;
    return status === 'InProgress' ? undefined : false;
  };
  return waitForObject(client, { key, check }, signal).catch(() => false);
}

async function checkCrds(context: CommandContext): Promise<boolean> {
  const { log } = context;
  const items = await listOfFlux(CRD, {}, context);
  if (items === undefined) return false;
  if (items.length === 0) log.failure(`no crds found with the label selector '${PART_OF_FLUX}'`);
  const results = items.map((crd) => {
    const stored = fieldOf(crd, 'status', 'storedVersions');
    const version = Array.isArray(stored) ? stored.at(-1) : undefined;
    if (version === undefined) log.failure(`no stored versions for ${crd.metadata.name}`);
    else log.success(`${crd.metadata.name}/${String(version)}`);
    return version !== undefined;
  });
  return items.length > 0 && results.every(Boolean);
}

/** What is part of Flux; undefined when the cluster cannot be asked, of which the checks before have told. */
async function listOfFlux(
  type: typeof DEPLOYMENT | typeof CRD,
  scope: { readonly namespace?: string },
  { client, signal }: CommandContext,
): Promise<readonly KubeObject[] | undefined> {
  try {
    return (await (await client()).list(type, { ...scope, labelSelector: PART_OF_FLUX }, signal)).items;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
