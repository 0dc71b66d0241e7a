import type { JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { type ExactValue, goSyntaxOfYamlNodes, renderYaml } from '@gotk/yaml';
import type { BuiltObject } from '../built-object.js';
import { buildError } from '../errors/build-error.js';
import { nodeValue } from '../node/node-value.js';
import { toYamlDocument } from '../node/to-yaml-nodes.js';
import { currentId, type Resource } from '../resource/resource.js';

/** The resources as a build gives them out. @throws LocatedError for the first that has no JSON form. */
export function renderObjects(resources: readonly Resource[]): readonly BuiltObject[] {
  return resources.map(renderObject);
}

function renderObject(resource: Resource): BuiltObject {
  const { origin, changes } = resource;
  try {
    const value = nodeValue(resource.node);
    const yaml = renderYaml(value);
    const { clusterScoped } = currentId(resource);
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
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw buildError('kustomize-output', `${goSyntax(resource, message)}: ${message}`, { at: origin, cause });
  }
}

/** The object in Go's syntax; one that cannot be read at all is an empty map. */
function goSyntax({ node }: Resource, message: string): string {
  if (!message.startsWith('json: ')) return 'map[string]interface {}(nil)';
  return goSyntaxOfYamlNodes(toYamlDocument(node));
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
