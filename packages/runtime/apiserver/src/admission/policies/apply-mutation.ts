import { AdmissionEvaluation, type AdmissionExpression, type AdmissionInput } from '@gotk/cel';
import { applyJsonPatch, isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { hasErrorCode } from '@gotk/located-error';
import { type MergeSchema, mergeTyped, TypedValidationError, validateTyped } from '@gotk/structured-merge';
import type { CompiledMutation } from './compile-mutating-policy.js';

/** What one mutation may cost. */
const MUTATION_BUDGET = 10_000_000;

/** A mutation that cannot be carried out; the message says why. */
export class MutationError extends Error {}

/**
 * Changes an object as a mutation says.
 * @throws MutationError, AdmissionBudgetError
 */
export function applyMutation(
  { kind, expression }: CompiledMutation,
  input: AdmissionInput,
  context: { readonly variables: ReadonlyMap<string, AdmissionExpression>; readonly schema: () => MergeSchema },
): JsonValue {
  if (expression.problem !== undefined) throw new MutationError(expression.problem);
  const result = new AdmissionEvaluation(input, context.variables, MUTATION_BUDGET).evaluate(expression);
  if (result.error !== undefined) throw new MutationError(result.error);
  const { json, mismatch } = result.value;
  if (mismatch !== undefined) throw new MutationError(`type mismatch: ${mismatch}`);
  return kind === 'patch' ? patch(input.object, json) : merge(input.object, json, context.schema());
}

function patch(object: JsonValue, operations: JsonValue): JsonValue {
  try {
    // What is not said of an operation is "".
    const named = Array.isArray(operations)
      ? operations.map((item) => ({ op: '', path: '', ...(item as JsonObject) }))
      : operations;
    return applyJsonPatch(object, named);
  } catch (error) {
    // A test that fails means that the patch is not for this object.
    if (hasErrorCode(error, 'json-patch-test-failed')) return object;
    throw new MutationError(`JSON Patch: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function merge(object: JsonValue, written: JsonValue, schema: MergeSchema): JsonValue {
  if (!isJsonObject(object) || !isJsonObject(written)) throw new MutationError('invalid return type');
  const { apiVersion = null, kind = null } = object;
  const config: JsonObject = { ...(withoutNulls(written) as JsonObject), apiVersion, kind };
  try {
    validateTyped(config, schema);
  } catch (error) {
    if (!(error instanceof TypedValidationError)) throw error;
    throw new MutationError(`error applying patch: failed to convert patch object to typed object: ${error.message}`);
  }
  const atomics = findAtomics(config, schema, '');
  if (atomics.length > 0) {
    const why = `may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`;
    throw new MutationError(`error applying patch: invalid ApplyConfiguration: ${why}`);
  }
  return mergeTyped({ value: object, schema }, { value: config, schema }).value;
}

/** An expression's null is a number to the merge: it neither removes a field nor is it of the field's type. */
function withoutNulls(value: JsonValue): JsonValue {
  if (value === null) return 0;
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutNulls(item ?? null)]));
}

/** What would be replaced as a whole, although the writer may mean to add to it. */
function findAtomics(value: JsonValue, schema: MergeSchema, path: string): readonly string[] {
  if (isJsonObject(value) && schema.map !== undefined) {
    const { map } = schema;
    const own = map.relationship === 'atomic' ? [path] : [];
    return [
      ...own,
      ...Object.entries(value).flatMap(([name, item]) => {
        const field = map.fields.get(name)?.schema();
        return field === undefined || item === undefined ? [] : findAtomics(item, field, `${path}.${name}`);
      }),
    ];
  }
  if (!Array.isArray(value) || schema.list === undefined) return [];
  const { list } = schema;
  const items = value as readonly JsonValue[];
  const own = list.relationship === 'atomic' ? [path] : [];
  return [...own, ...items.flatMap((item, index) => findAtomics(item, list.element(), `${path}[${index}]`))];
}
