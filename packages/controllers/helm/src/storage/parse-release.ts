import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import type { ApplyMethod, HookRun, Release, ReleaseHook, ReleaseStatus } from './release.js';

/** Reads a stored release, of Helm 3 or 4. @throws LocatedError `release-malformed` */
export function parseRelease(text: string, labels: Readonly<Record<string, string>>): Release {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw malformed('it is no JSON', cause);
  }
  if (!isJsonObject(value)) throw malformed('it is no object');
  const name = textOf(value['name']);
  const version = numberOf(value['version']);
  if (name === '' || version < 1) throw malformed('it has no name or version');
  return {
    name,
    namespace: textOf(value['namespace']),
    version,
    info: parseInfo(objectOf(value['info'])),
    chart: objectOf(value['chart']),
    config: objectOf(value['config']),
    manifest: textOf(value['manifest']),
    hooks: itemsOf(value['hooks']).map(parseHook),
    labels,
    applyMethod: textOf(value['apply_method']) as ApplyMethod,
  };
}

function malformed(why: string, cause?: unknown): LocatedError {
  return new LocatedError({ code: 'release-malformed', message: `failed to decode release: ${why}`, cause });
}

function parseInfo(info: JsonObject): Release['info'] {
  return {
    firstDeployed: timeOf(info['first_deployed']),
    lastDeployed: timeOf(info['last_deployed']),
    deleted: timeOf(info['deleted']),
    description: textOf(info['description']),
    // Whoever stored it knew Helm's states.
    status: (textOf(info['status']) || 'unknown') as ReleaseStatus,
    rollbackRevision: numberOf(info['rollback_revision']),
    notes: textOf(info['notes']),
  };
}

function parseHook(hook: JsonObject): ReleaseHook {
  const run = objectOf(hook['last_run']);
  return {
    name: textOf(hook['name']),
    kind: textOf(hook['kind']),
    path: textOf(hook['path']),
    manifest: textOf(hook['manifest']),
    events: textsOf(hook['events']),
    lastRun: {
      startedAt: timeOf(run['started_at']),
      completedAt: timeOf(run['completed_at']),
      phase: textOf(run['phase']) as HookRun['phase'],
    },
    weight: numberOf(hook['weight']),
    deletePolicies: textsOf(hook['delete_policies']),
    outputLogPolicies: textsOf(hook['output_log_policies']),
  };
}

const ZERO_TIME = '0001-01-01T00:00:00Z';

function timeOf(value: JsonValue | undefined): string | undefined {
  const text = textOf(value);
  return text === '' || text === ZERO_TIME ? undefined : text;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function itemsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
