import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import { parseApiVersion } from '@gotk/objects';
import { parseYamlDocuments, renderYaml } from '@gotk/yaml';

/** Labels and annotations for every object. */
export interface Marks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Puts labels and annotations on all objects of a stream; theirs are overwritten.
 * @throws LocatedError with kustomize's text when an object is there twice, or cannot be read.
 */
export function markObjects(manifests: string, marks: Marks): string {
  const documents = parseYamlDocuments(manifests, { dialect: 'kyaml', unwrapLists: true });
  const ids = new Set<string>();
  const marked = documents.map(({ value }) => {
    if (!isJsonObject(value)) throw malformed(value);
    requireFirst(value, ids);
    return renderYaml(markObject(value, marks));
  });
  return marked.join('---\n');
}

function malformed(value: JsonValue): LocatedError {
  return new LocatedError({ code: 'manifest', message: `expected an object, got ${JSON.stringify(value)}` });
}

function requireFirst(object: JsonObject, ids: Set<string>): void {
  const id = renderId(object);
  if (ids.has(id)) {
    throw new LocatedError({
      code: 'duplicate-object',
      message: `may not add resource with an already registered id: ${id}`,
      hint: 'Set spec.postRenderStrategy to separate if the object is both a hook and a part of the release.',
    });
  }
  ids.add(id);
}

/** `Kind.version.group/name.namespace`, as kustomize names objects. */
function renderId({ apiVersion, kind, metadata }: JsonObject): string {
  const { group, version } = parseApiVersion(typeof apiVersion === 'string' ? apiVersion : '');
  const { name, namespace } = isJsonObject(metadata) ? metadata : {};
  const or = (text: JsonValue | undefined, missing: string): string =>
    typeof text === 'string' && text !== '' ? text : missing;
  const gvk = [or(kind, '[noKind]'), or(version, '[noVer]'), or(group, '[noGrp]')].join('.');
  return `${gvk}/${or(name, '[noName]')}.${or(namespace, '[noNs]')}`;
}

function markObject(object: JsonObject, marks: Marks): JsonObject {
  const metadata = isJsonObject(object['metadata']) ? object['metadata'] : {};
  return {
    ...object,
    metadata: { ...metadata, ...merged('labels', metadata, marks), ...merged('annotations', metadata, marks) },
  };
}

function merged(field: 'labels' | 'annotations', metadata: JsonObject, marks: Marks): JsonObject {
  if (Object.keys(marks[field]).length === 0) return {};
  const own = metadata[field];
  return { [field]: { ...(isJsonObject(own) ? own : {}), ...marks[field] } };
}
