import { type JsonObject, renderGoJson } from '@gotk/json';
import { builtinSchema, type KubeSchema } from '@gotk/kube-openapi';
import {
  applyStrategicMergePatch,
  createThreeWayStrategicMergePatch,
  createTwoWayStrategicMergePatch,
} from '@gotk/strategic-merge';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of strategicmerge.jsonl. */
export function runStrategicMergeRow(row: Row): CaseResult {
  return checkRow(row, () => renderGoJson(answer(row)));
}

function answer(row: Row): JsonObject {
  const schema = schemaOf(String(row['kind']));
  const original = row['original'] as JsonObject;
  const modified = row['modified'] as JsonObject;
  switch (row.op) {
    case 'strategicMergePatch':
      return applyStrategicMergePatch(original, row['patch'] as JsonObject, schema);
    case 'createTwoWayMergePatch':
      return createTwoWayStrategicMergePatch(original, modified, schema);
    case 'createThreeWayMergePatch': {
      const states = { original, modified, current: row['current'] as JsonObject };
      return createThreeWayStrategicMergePatch(states, schema, { overwrite: row['overwrite'] === true });
    }
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

/** `apps/v1 Deployment` → its schema. */
function schemaOf(text: string): KubeSchema {
  const [apiVersion = '', kind = ''] = text.split(' ');
  const schema = builtinSchema({ apiVersion, kind });
  if (schema === undefined) throw new Error(`no built-in kind: ${text}`);
  return schema;
}
