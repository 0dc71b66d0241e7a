import type { HelmRelease, HelmReleaseSpec } from '@gotk/flux-types';
import { type GoMap, goMapOf, GoMap as Values } from '@gotk/go-template';
import { mergeMaps, parseSet } from '@gotk/helm';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseYaml } from '@gotk/yaml';

type ValuesReference = NonNullable<HelmReleaseSpec['valuesFrom']>[number];

export interface ComposeOptions {
  readonly client: KubeClient;
  readonly signal: AbortSignal;
}

/**
 * The values of a release: those of the referenced ConfigMaps and Secrets in order, and over them the inline ones; what a
 * reference puts at a path wins over both.
 *
 * @throws LocatedError `values-reference` with Flux's text.
 */
export async function composeValues({ metadata, spec }: HelmRelease, options: ComposeOptions): Promise<GoMap> {
  const namespace = metadata.namespace ?? '';
  const inline = isJsonObject(spec.values) ? goMapOf(spec.values) : new Values();
  const objects = new Map<string, KubeObject | undefined>();
  let result: GoMap = new Values();
  for (const reference of spec.valuesFrom ?? []) {
    const object = await readReference(reference, { ...options, namespace, objects });
    const text = object === undefined ? undefined : readKey(object, reference, namespace);
    if (text === undefined) continue;
    result =
      (reference.targetPath ?? '') === ''
        ? mergeMaps(result, parseValues(text, reference, namespace))
        : placeAt(mergeMaps(result, inline), text, { reference, namespace });
  }
  return mergeMaps(result, inline);
}

interface ReadOptions extends ComposeOptions {
  readonly namespace: string;
  /** Each object is read once, so that all its references see the same. */
  readonly objects: Map<string, KubeObject | undefined>;
}

async function readReference(
  reference: ValuesReference,
  { client, signal, namespace, objects }: ReadOptions,
): Promise<KubeObject | undefined> {
  const { kind, name, optional = false } = reference;
  const id = `${kind}/${name}`;
  if (!objects.has(id)) {
    try {
      objects.set(id, await client.get({ apiVersion: 'v1', kind, namespace, name }, undefined, signal));
    } catch (error) {
      if (!isApiError(error, 'NotFound')) throw error;
      if (!optional) throw problem(reference, { namespace, reason: error.message, cause: error });
      objects.set(id, undefined);
    }
  }
  const object = objects.get(id);
  if (object === undefined && !optional) throw problem(reference, { namespace, reason: 'resource not found' });
  return object;
}

function readKey(object: KubeObject, reference: ValuesReference, namespace: string): string | undefined {
  const data = fieldOf(object, 'data', keyOf(reference));
  if (typeof data === 'string') return object.kind === 'Secret' ? Buffer.from(data, 'base64').toString('utf8') : data;
  if (reference.optional === true) return undefined;
  throw problem(reference, { namespace, reason: 'key not found' });
}

function parseValues(text: string, reference: ValuesReference, namespace: string): GoMap {
  const file = `${reference.kind}/${reference.name}:${keyOf(reference)}`;
  let value: JsonValue;
  try {
    value = parseYaml(text, { file });
  } catch (error) {
    const reason = `error converting YAML to JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw problem(reference, { namespace, reason, cause: error });
  }
  if (value === null) return new Values();
  if (isJsonObject(value)) return goMapOf(value as JsonObject);
  const type = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  const reason = `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${type} into Go value of type common.Values`;
  throw problem(reference, { namespace, reason });
}

function placeAt(
  target: GoMap,
  text: string,
  { reference, namespace }: { readonly reference: ValuesReference; readonly namespace: string },
): GoMap {
  const { targetPath = '', literal = false } = reference;
  try {
    const { value, kind } = literal ? { value: escapeLiteral(text), kind: 'text' as const } : unquote(text);
    parseSet(`${targetPath}=${value}`, target, { kind });
    return target;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw problem(reference, { namespace, reason, cause: error });
  }
}

/** A quoted text stays a text, whatever it looks like. */
function unquote(text: string): { readonly value: string; readonly kind: 'text' | 'typed' } {
  const isQuoted = ["'", '"'].some((quote) => text.startsWith(quote) && text.endsWith(quote));
  return isQuoted ? { value: text.replace(/^['"]+|['"]+$/g, ''), kind: 'text' } : { value: text, kind: 'typed' };
}

/** The text with everything that has a meaning in --set made plain. */
function escapeLiteral(text: string): string {
  return text.replace(/[\\,[\]{}]/g, '\\$&');
}

function keyOf({ valuesKey = '' }: ValuesReference): string {
  return valuesKey === '' ? 'values.yaml' : valuesKey;
}

function problem(
  reference: ValuesReference,
  { namespace, reason, cause }: { readonly namespace: string; readonly reason: string; readonly cause?: unknown },
): LocatedError {
  const { kind, name, optional = false } = reference;
  const subject = `could not resolve${optional ? ' optional' : ''} ${kind} chart values reference '${namespace}/${name}'`;
  return new LocatedError({
    code: 'values-reference',
    message: `${subject} with key '${keyOf(reference)}': ${reason}`,
    at: cause instanceof LocatedError ? cause.at : undefined,
    hint: cause instanceof LocatedError ? cause.hint : undefined,
    cause,
  });
}
