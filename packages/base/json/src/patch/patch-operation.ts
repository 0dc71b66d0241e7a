import { compareUtf8 } from '../go/compare-utf8.js';
import { renderGoJsonString } from '../go/render-go-json.js';
import { nullNode } from './patch-container.js';
import { patchError } from './patch-error.js';
import { PatchNode } from './patch-node.js';
import type { RawJson } from './raw-json.js';

const MISSING = 'missing value';

/** One operation of a patch, its fields as they came. */
export interface PatchOperation {
  readonly raw: RawJson;
  readonly fields: ReadonlyMap<string, RawJson>;
  /** `op`, or `unknown` when that is absent or not a string. */
  readonly kind: string;
}

/** A field that must be a string, or why it is not one. */
export type TextField = { readonly text: string } | { readonly failure: string };

/**
 * The operations of a patch document. Version 5 checks each of them now, version 4 when its turn comes.
 * @throws LocatedError `json-patch-syntax`.
 */
export function parseOperations(patch: RawJson, version: 4 | 5): readonly PatchOperation[] {
  if (patch.kind === 'null') return [];
  if (patch.kind !== 'array') throw cannotUnmarshal(patch, 'jsonpatch.Patch');
  const operations = patch.items().map(parseOperation);
  if (version === 5) for (const operation of operations) requireValid(operation);
  return operations;
}

function parseOperation(raw: RawJson): PatchOperation {
  if (raw.kind !== 'object' && raw.kind !== 'null') throw cannotUnmarshal(raw, 'jsonpatch.Operation');
  const fields = new Map(raw.members());
  const op = fields.get('op');
  return { raw, fields, kind: op?.kind === 'string' ? (op.value() as string) : 'unknown' };
}

function cannotUnmarshal(raw: RawJson, type: string): Error {
  return patchError(`json: cannot unmarshal ${raw.kind} into Go value of type ${type}`, 'json-patch-syntax');
}

function requireValid(operation: PatchOperation): void {
  const failure = invalidity(operation);
  if (failure === undefined) return;
  throw patchError(`invalid operation ${renderOperation(operation)}: ${failure}`, 'json-patch-syntax');
}

function invalidity(operation: PatchOperation): string | undefined {
  switch (operation.kind) {
    case 'add':
    case 'replace':
      if (!operation.fields.has('value')) return `failed to decode 'value': operation, missing value field: ${MISSING}`;
      break;
    case 'move':
    case 'copy': {
      const from = fromOf(operation);
      if ('failure' in from) return `failed to decode 'from': ${from.failure}`;
      break;
    }
    case 'remove':
    case 'test':
      break;
    default:
      return 'unsupported operation';
  }
  const path = pathOf(operation);
  return 'failure' in path ? `failed to decode 'path': ${path.failure}` : undefined;
}

function renderOperation({ raw, fields }: PatchOperation): string {
  if (raw.kind === 'null') return 'null';
  const members = Array.from(fields, ([key, raw]) => [key, raw.text()] as const);
  members.sort(([a], [b]) => compareUtf8(a, b));
  return `{${members.map(([key, text]) => `${renderGoJsonString(key)}:${text}`).join(',')}}`;
}

/** `path`. */
export function pathOf(operation: PatchOperation): TextField {
  return textField(operation, 'path', `operation missing path field: ${MISSING}`);
}

/** `from`. */
export function fromOf(operation: PatchOperation): TextField {
  return textField(operation, 'from', `operation, missing from field: ${MISSING}`);
}

function textField({ fields }: PatchOperation, name: string, absent: string): TextField {
  const raw = fields.get(name);
  if (raw === undefined || raw.kind === 'null') return { failure: absent };
  if (raw.kind !== 'string') return { failure: `json: cannot unmarshal ${raw.kind} into Go value of type string` };
  return { text: raw.value() as string };
}

/** A node of its own for `value`; null when that is absent. */
export function operandOf({ fields }: PatchOperation): PatchNode {
  const raw = fields.get('value');
  return raw === undefined ? nullNode() : new PatchNode(raw);
}
