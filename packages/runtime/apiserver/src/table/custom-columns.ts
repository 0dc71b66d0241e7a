import { durationFromMs, renderHumanDuration } from '@gotk/duration';
import type { JsonValue } from '@gotk/json';
import { findJsonPath, type JsonPathTemplate, parseJsonPath } from '@gotk/json-path';
import { asJson, type KubeObject } from '@gotk/objects';
import type { CrdColumn } from '../crd/custom-resource-definition.js';
import type { TableColumn, TableColumns } from '../registry/table-columns.js';
import { ageDescription, nameColumn } from './builtin-columns.js';

/** The age column of custom resources that declare no columns. */
const AGE: CrdColumn = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description: ageDescription,
};

/** How a custom resource is shown as a Table: its name, then the columns that its definition declares. */
export function customColumns(declared: readonly CrdColumn[] | undefined): TableColumns {
  const all = declared === undefined || declared.length === 0 ? [AGE] : declared;
  const paths = all.map(({ jsonPath }) => compile(jsonPath));
  return {
    columns: [nameColumn, ...all.map(columnOf)],
    cells: (object, nowMs) => [
      object.metadata.name ?? '',
      ...all.map((column, index) => cellOf(valueAt(object, paths[index]), column, nowMs)),
    ],
  };
}

function columnOf({ name, type, format = '', description, jsonPath, priority = 0 }: CrdColumn): TableColumn {
  const shown = description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`;
  return { name, type, format, description: shown, priority };
}

function compile(jsonPath: string): JsonPathTemplate | undefined {
  try {
    return parseJsonPath(`{${jsonPath}}`);
  } catch {
    return undefined;
  }
}

/** The first value at a path, or `undefined` when there is none. */
function valueAt(object: KubeObject, path: JsonPathTemplate | undefined): JsonValue | undefined {
  if (path === undefined) return undefined;
  try {
    return findJsonPath(path, asJson(object), { allowMissingKeys: true })[0]?.[0];
  } catch {
    return undefined;
  }
}

function cellOf(value: JsonValue | undefined, { type }: CrdColumn, nowMs: number): JsonValue {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? dateCell(value, nowMs) : null;
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

function dateCell(value: string, nowMs: number): string {
  const timeMs = Date.parse(value);
  return Number.isNaN(timeMs) ? '<invalid>' : renderHumanDuration(durationFromMs(nowMs - timeMs));
}
