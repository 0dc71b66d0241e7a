import { randomFillSync } from 'node:crypto';
import { encodeJson, type GoMap, type TemplateEnvironment } from '@gotk/go-template';
import {
  type AsyncLookup,
  type Capabilities,
  type Chart,
  defaultCapabilities,
  type PostRenderer,
  type PostRenderStrategy,
  parseKubeVersion,
  type RenderedChart,
  type ResolveHost,
  renderChart,
} from '@gotk/helm';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { asJson, type KubeObject } from '@gotk/objects';
import type { ReleaseHook } from '../storage/release.js';

/** What a release is rendered from. */
export interface RenderInput {
  readonly chart: Chart;
  readonly values: GoMap;
  readonly name: string;
  readonly namespace: string;
  readonly revision: number;
  readonly isUpgrade: boolean;
  readonly skipSchemaValidation: boolean;
  readonly postRenderer: PostRenderer;
  readonly postRenderStrategy: PostRenderStrategy;
  readonly resolveHost: ResolveHost | undefined;
}

/** Renders a chart against a cluster. @throws ChartRenderError */
export async function renderReleaseChart(
  input: RenderInput,
  {
    client,
    nowMs,
    signal,
  }: { readonly client: KubeClient; readonly nowMs: () => number; readonly signal: AbortSignal },
): Promise<RenderedChart> {
  const { name, namespace, revision, isUpgrade, ...rest } = input;
  return renderChart({
    ...rest,
    release: { name, namespace, revision, isUpgrade },
    environment: templateEnvironment(nowMs),
    capabilities: await capabilitiesOf(client, signal),
    lookup: lookupIn(client, signal),
  });
}

/** What templates get of this machine. */
function templateEnvironment(nowMs: () => number): TemplateEnvironment {
  return {
    now: nowMs,
    randomBytes: (bytes) => {
      randomFillSync(bytes);
    },
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

async function capabilitiesOf(client: KubeClient, signal: AbortSignal): Promise<Capabilities> {
  const [version, resources] = await Promise.all([client.serverVersion(signal), client.resources(signal)]);
  const versions = new Set<string>();
  for (const { apiVersion, kind } of resources) {
    versions.add(apiVersion);
    versions.add(`${apiVersion}/${kind}`);
  }
  const { gitVersion, major, minor } = version;
  return {
    kubeVersion: { ...parseKubeVersion(gitVersion), major, minor },
    apiVersions: [...versions],
    helmVersion: defaultCapabilities('4.2').helmVersion,
  };
}

function lookupIn(client: KubeClient, signal: AbortSignal): AsyncLookup {
  return async ({ apiVersion, kind, namespace, name }) => {
    const place = namespace === '' ? {} : { namespace };
    if (name !== '') {
      const object = await client.find({ apiVersion, kind, name, ...place }, undefined, signal);
      return object === undefined ? undefined : asJson(object);
    }
    try {
      const list = await client.list({ apiVersion, kind }, place, signal);
      return list.items.length === 0 ? undefined : asJson(list as unknown as KubeObject);
    } catch (error) {
      if (isApiError(error, 'NotFound')) return undefined;
      throw error;
    }
  };
}

/** The rendered hooks as a release stores them: none of them has run. */
export function storedHooks({ hooks }: Pick<RenderedChart, 'hooks'>): readonly ReleaseHook[] {
  return hooks.map((hook) => ({ ...hook, lastRun: { startedAt: undefined, completedAt: undefined, phase: '' } }));
}

/** Go's values as JSON. */
export function jsonOfValues(values: GoMap | undefined): JsonObject {
  if (values === undefined) return {};
  const value = JSON.parse(encodeJson(values, { escapeHtml: false })) as JsonValue;
  return isJsonObject(value) ? value : {};
}

const ZERO_TIME = '0001-01-01T00:00:00Z';

/** A chart as a release stores it: without its subcharts. */
export function storedChart({ metadata, lock, raw, templates, values, schema, files }: Chart): JsonObject {
  const timeOf = (file: string): string | undefined => goTime(raw.find(({ name }) => name === file)?.modifiedMs);
  const modtime = timeOf('Chart.yaml');
  return {
    metadata: metadataJson(metadata),
    lock:
      lock === undefined ? null : { ...lock, dependencies: lock.dependencies?.map((each) => ({ ...each })) ?? null },
    templates: storedFiles(templates),
    values: values === undefined ? null : jsonOfValues(values),
    schema: schema === undefined ? null : Buffer.from(schema).toString('base64'),
    schemamodtime: timeOf('values.schema.json') ?? ZERO_TIME,
    files: storedFiles(files),
    ...(modtime === undefined ? {} : { modtime }),
  };
}

function storedFiles(files: Chart['files']): JsonValue {
  if (files.length === 0) return null;
  return files.map(({ name, data, modifiedMs }) => {
    const modtime = goTime(modifiedMs);
    return { name, data: Buffer.from(data).toString('base64'), ...(modtime === undefined ? {} : { modtime }) };
  });
}

/** A file's time as Go writes it: archives know whole seconds. */
function goTime(modifiedMs: number | undefined): string | undefined {
  return modifiedMs === undefined ? undefined : new Date(modifiedMs).toISOString().replace('.000Z', 'Z');
}

function metadataJson(metadata: Chart['metadata']): JsonObject {
  const { dependencies, ...plain } = metadata;
  const listed = dependencies?.map(({ importValues, ...dependency }) => ({
    ...dependency,
    'import-values': importValues,
  }));
  return JSON.parse(JSON.stringify({ ...plain, dependencies: listed })) as JsonObject;
}
