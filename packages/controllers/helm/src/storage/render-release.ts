import { type JsonObject, renderGoJson, renderGoJsonString } from '@gotk/json';
import { type GoFieldText, omitEmpty, renderGoStruct } from './go-struct.js';
import type { HookRun, Release, ReleaseHook, ReleaseInfo } from './release.js';
import { renderChartMetadata } from './render-chart-metadata.js';

/** A release as Helm 4 writes it before it compresses it. */
export function renderRelease(release: Release): string {
  const { name, info, chart, config, manifest, hooks, version, namespace, applyMethod } = release;
  return renderGoStruct([
    ['name', omitEmpty(name)],
    ['info', renderReleaseInfo(info)],
    ['chart', renderChart(chart)],
    ['config', omitEmpty(config)],
    ['manifest', omitEmpty(manifest)],
    ['hooks', hooks.length === 0 ? undefined : `[${hooks.map(renderReleaseHook).join(',')}]`],
    ['version', omitEmpty(version)],
    ['namespace', omitEmpty(namespace)],
    ['apply_method', omitEmpty(applyMethod)],
  ]);
}

/** What happened to a release, as Go writes it. */
export function renderReleaseInfo(info: ReleaseInfo): string {
  return renderGoStruct([
    ['first_deployed', omitEmpty(info.firstDeployed)],
    ['last_deployed', omitEmpty(info.lastDeployed)],
    ['deleted', omitEmpty(info.deleted)],
    ['description', omitEmpty(info.description)],
    ['status', omitEmpty(info.status)],
    ['rollback_revision', omitEmpty(info.rollbackRevision)],
    ['notes', omitEmpty(info.notes)],
  ]);
}

/** A hook, as Go writes it. */
export function renderReleaseHook(hook: ReleaseHook): string {
  const { name, kind, path, manifest, events, lastRun, weight, deletePolicies, outputLogPolicies } = hook;
  return renderGoStruct([
    ['name', omitEmpty(name)],
    ['kind', omitEmpty(kind)],
    ['path', omitEmpty(path)],
    ['manifest', omitEmpty(manifest)],
    ['events', omitEmpty(events)],
    ['last_run', renderRun(lastRun)],
    ['weight', omitEmpty(weight)],
    ['delete_policies', omitEmpty(deletePolicies)],
    ['output_log_policies', omitEmpty(outputLogPolicies)],
  ]);
}

function renderRun({ startedAt, completedAt, phase }: HookRun): string {
  return renderGoStruct([
    ['started_at', omitEmpty(startedAt)],
    ['completed_at', omitEmpty(completedAt)],
    ['phase', renderGoJsonString(phase, true)],
  ]);
}

function renderChart({ metadata, ...rest }: JsonObject): string {
  const fields = Object.entries(rest).map(([name, value]): GoFieldText => [name, renderGoJson(value ?? null)]);
  return renderGoStruct([['metadata', renderChartMetadata((metadata ?? {}) as JsonObject)], ...fields]);
}
