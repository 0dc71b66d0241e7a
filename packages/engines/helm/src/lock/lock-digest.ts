import { sha256Hex } from '@gotk/digest';
import type { JsonValue } from '@gotk/json';
import { isJsonObject, renderGoJson, renderGoJsonString } from '@gotk/json';
import type { LockedDependency } from '../chart/chart.js';
import type { ChartDependency } from '../chart/chart-metadata.js';
import { dependencyJson } from '../chart/render-metadata.js';

/** `sha256:…` over what Chart.yaml asks for and what was chosen: Chart.lock holds while it stays the same. */
export function lockDigest(
  wanted: readonly ChartDependency[] | undefined,
  chosen: readonly LockedDependency[] | undefined,
): string {
  const parts = [listJson(wanted?.map(dependencyJson)), listJson(chosen?.map(lockedJson))];
  return digestOfText(`[${parts.join(',')}]`);
}

/** The digest that Helm 2 wrote, over what requirements.yaml asks for alone. */
export function helm2LockDigest(wanted: readonly ChartDependency[] | undefined): string {
  return digestOfText(`{"dependencies":${listJson(wanted?.map(dependencyJson))}}`);
}

function digestOfText(text: string): string {
  return `sha256:${sha256Hex(new TextEncoder().encode(text))}`;
}

function lockedJson({ name, version, repository }: LockedDependency): JsonValue {
  return { name, ...(version === '' ? {} : { version }), repository };
}

function listJson(items: readonly JsonValue[] | undefined): string {
  return items === undefined ? 'null' : `[${items.map(structJson).join(',')}]`;
}

/** The fields of a struct keep their order; tables inside are sorted. */
function structJson(value: JsonValue): string {
  if (!isJsonObject(value)) return renderGoJson(value);
  const members = Object.entries(value).map(([key, field]) => {
    return `${renderGoJsonString(key)}:${renderGoJson(field ?? null)}`;
  });
  return `{${members.join(',')}}`;
}
