import type { GoMap } from '@gotk/go-template';
import { bytesToText } from '@gotk/go-template';
import { type Chart, type CrdFile, crdFilesOf, processDependencies } from '@gotk/helm';
import { isApiError } from '@gotk/kube-client';
import { type KubeObject, parseApiVersion } from '@gotk/objects';
import { buildResources } from '../resources/build-resources.js';
import { type ApplyMode, createResources } from '../resources/create-resources.js';
import { type Resource, resourceOf } from '../resources/resource.js';
import { updateResources } from '../resources/update-resources.js';
import { waitForResources } from '../resources/wait-for-resources.js';
import type { ActionContext, WaitStrategy } from './action-context.js';
import { messageOf } from './action-error.js';

/** What happens to the definitions in a chart's crds/. */
export type CrdPolicy = 'Skip' | 'Create' | 'CreateReplace';

export interface ApplyCrdsOptions {
  readonly chart: Chart;
  readonly values: GoMap;
  readonly policy: CrdPolicy;
  readonly serverSideApply: boolean;
  readonly strategy: WaitStrategy;
  /** Labels that say whose they are. */
  readonly labels: Readonly<Record<string, string>>;
}

const CRD = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;
const TIMEOUT_MS = 60_000;

/**
 * Applies the definitions in the crds/ of a chart and of its subcharts, and waits until their kinds are served. Whatever else
 * stands there is left out.
 *
 * @throws Error with Flux's text
 */
export async function applyCrds(options: ApplyCrdsOptions, context: ActionContext): Promise<void> {
  const { policy } = options;
  const files = crdFilesOf(options.chart);
  if (files.length === 0) return;
  if (policy === 'Skip') {
    context.log.add(`skipping CustomResourceDefinition apply: policy is set to ${policy}`);
    return;
  }
  try {
    await applyAll(options, context);
  } catch (error) {
    context.signal.throwIfAborted();
    throw new Error(`failed to apply CustomResourceDefinitions: ${messageOf(error)}`, { cause: error });
  }
}

async function applyAll(options: ApplyCrdsOptions, context: ActionContext): Promise<void> {
  const chart = processDependencies(options.chart, options.values);
  const definitions = (await readAll(crdFilesOf(chart), context)).map((resource) => labelled(resource, options.labels));
  context.log.add(`applying CustomResourceDefinition(s) with policy ${options.policy}`);
  const applied =
    options.policy === 'Create'
      ? await createMissing(definitions, options, context)
      : await replaceAll(definitions, options, context);
  if (applied.length === 0) return;
  const waiting = { strategy: options.strategy, jobs: false, timeoutMs: TIMEOUT_MS };
  await waitForResources(applied, waiting, context).catch((error: unknown) => {
    throw logged(context, `failed to wait for CustomResourceDefinition(s): ${messageOf(error)}`, error);
  });
  context.log.add(`successfully applied ${applied.length} CustomResourceDefinition(s)`);
}

async function readAll(files: readonly CrdFile[], context: ActionContext): Promise<readonly Resource[]> {
  const resources: Resource[] = [];
  for (const { file } of files) {
    try {
      resources.push(...(await buildResources(bytesToText(file.data), { ...context, namespace: '' })));
    } catch (error) {
      const message = `failed to parse CustomResourceDefinitions from ${file.name}: ${messageOf(error)}`;
      throw logged(context, message, error);
    }
  }
  const definitions = resources.filter(isDefinition);
  const others = resources.filter((resource) => !isDefinition(resource));
  if (others.length > 0) {
    const names = others.map(({ key }) => `${parseApiVersion(key.apiVersion).group}/${key.kind}/${key.name}`);
    const message = "warning: ignoring non-CRD resources found in the chart's crds/ directory";
    context.logger.info(message, { nonCRDs: names });
  }
  return definitions;
}

function isDefinition({ key }: Resource): boolean {
  return key.kind === CRD.kind && parseApiVersion(key.apiVersion).group === 'apiextensions.k8s.io';
}

function labelled({ object }: Resource, labels: Readonly<Record<string, string>>): Resource {
  const { metadata } = object;
  return resourceOf({ ...object, metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } } as KubeObject);
}

function modeOf({ serverSideApply }: ApplyCrdsOptions): ApplyMode {
  return serverSideApply ? { kind: 'server', forceConflicts: true } : { kind: 'client' };
}

async function createMissing(
  definitions: readonly Resource[],
  options: ApplyCrdsOptions,
  context: ActionContext,
): Promise<readonly Resource[]> {
  const created: Resource[] = [];
  for (const definition of definitions) {
    const { name } = definition.key;
    try {
      await createResources([definition], modeOf(options), context);
      created.push(definition);
    } catch (error) {
      context.signal.throwIfAborted();
      const cause = error instanceof Error ? error.cause : undefined;
      if (!isApiError(cause, 'AlreadyExists')) {
        throw logged(context, `failed to create CustomResourceDefinition ${name}: ${messageOf(error)}`, error);
      }
      context.log.add(`CustomResourceDefinition ${name} is already present. Skipping.`);
    }
  }
  return created;
}

async function replaceAll(
  definitions: readonly Resource[],
  options: ApplyCrdsOptions,
  context: ActionContext,
): Promise<readonly Resource[]> {
  const originals: Resource[] = [];
  for (const { key } of definitions) {
    const live = await context.client.find(key, undefined, context.signal);
    if (live !== undefined) originals.push(resourceOf(live));
  }
  const mode = modeOf(options);
  const { error } = await updateResources(originals, definitions, {
    context,
    options: {
      mode,
      forceReplace: mode.kind === 'client',
      threeWayForUnstructured: false,
      adoptClientFields: false,
    },
  });
  if (error === undefined) return definitions;
  throw new Error(`failed to update CustomResourceDefinition(s): ${error.message}`, { cause: error });
}

function logged({ log }: ActionContext, message: string, cause: unknown): Error {
  log.add(`error: ${message}`);
  return new Error(message, { cause });
}
