import type { JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { checkYamlMapping, type ExactValue, goSyntaxOfYamlNodes, renderYaml } from '@gotk/yaml';
import type { BuiltObject } from '../built-object.js';
import { buildError } from '../errors/build-error.js';
import type { Printed } from '../memo/snapshot.js';
import { nodeValue } from '../node/node-value.js';
import { toYamlDocument } from '../node/to-yaml-nodes.js';
import { currentId, type Resource } from '../resource/resource.js';

/** What is done to an object before it is printed. */
export interface LastEdit {
  /** Stands for it; `undefined` when nothing is kept. */
  readonly key: number | undefined;
  readonly run: (resource: Resource) => void;
}

/** A resource as a build gives it out. @throws LocatedError when it has no JSON form. */
export function renderObject(resource: Resource, last: LastEdit): BuiltObject {
  const { origin, changes } = resource;
  const { clusterScoped } = currentId(resource);
  const { value, yaml } = printed(resource, last);
  let object: KubeObject | undefined;
  return {
    get object() {
      // An object without a kind or name does not come this far.
      object ??= withoutBigIntegers(value) as unknown as KubeObject;
      return object;
    },
    yaml,
    clusterScoped,
    origin,
    changes,
  };
}

function printed(resource: Resource, { key, run }: LastEdit): Omit<Printed, 'key'> {
  const { snapshot } = resource;
  const known = snapshot?.printed;
  if (known !== undefined && known.key === key) return known;
  run(resource);
  const { value, yaml } = print(resource);
  if (key !== undefined) snapshot?.print({ key, value, yaml });
  return { value, yaml };
}

function print(resource: Resource): Omit<Printed, 'key'> {
  const { origin } = resource;
  try {
    const value = nodeValue(resource.view);
    return { value, yaml: flat(renderYaml(value)) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw buildError('kustomize-output', `${goSyntax(resource)}: ${message}`, { at: origin, cause });
  }
}

/** The same text in one piece: engines keep a text that was put together as its pieces until somebody looks into it. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** The object in Go's syntax, as its nodes have it and not their text; one whose nodes cannot be read is an empty map. */
function goSyntax({ view }: Resource): string {
  const document = toYamlDocument(view);
  try {
    checkYamlMapping(document);
    return goSyntaxOfYamlNodes(document);
  } catch {
    return 'map[string]interface {}(nil)';
  }
}

/** Numbers that JSON values cannot hold become the nearest that they can. */
function withoutBigIntegers(value: ExactValue): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null || !hasBigInteger(value)) return value as JsonValue;
  if (Array.isArray(value)) return value.map(withoutBigIntegers);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutBigIntegers(item ?? null)]));
}

function hasBigInteger(value: ExactValue | undefined): boolean {
  if (typeof value === 'bigint') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBigInteger);
}
