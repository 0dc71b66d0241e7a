import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { GoField, GoType } from '@gotk/yaml';
import { decodeYaml } from '../encode/yaml-shape.js';

/** What Helm needs to know of a rendered object. */
export interface ManifestHead {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly annotations: ReadonlyMap<string, string>;
}

const text: GoType = { kind: 'string' };

function struct(name: string, fields: Readonly<Record<string, GoType>>): GoType {
  const typed: Readonly<Record<string, GoField>> = Object.fromEntries(
    Object.entries(fields).map(([field, type]) => [field, { type }]),
  );
  return { kind: 'struct', name, fields: () => typed };
}

const METADATA = struct(
  'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }',
  { name: text, annotations: { kind: 'map', element: text } },
);

const HEAD = struct('util.SimpleHead', { apiVersion: text, kind: text, metadata: { kind: 'pointer', to: METADATA } });
const HEAD_3 = struct('releaseutil.SimpleHead', {
  apiVersion: text,
  kind: text,
  metadata: { kind: 'pointer', to: METADATA },
});

/** Reads a whole rendered object, and gives its head. @throws LocatedError `yaml-syntax` or `json-type` with Go's text */
export function readManifestHead(yaml: string, isHelm3: boolean): ManifestHead {
  return headOf(decodeYaml(yaml, { type: isHelm3 ? HEAD_3 : HEAD, fits: hasPlainHead, wanted: HEAD_FIELDS }));
}

const HEAD_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);
const METADATA_FIELDS: ReadonlySet<string> = new Set(['name', 'annotations']);

/** Whether every field of the head has the type it must have, and its very name: nearly always. */
function hasPlainHead(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value) || hasOtherSpellings(value, HEAD_FIELDS)) return false;
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isJsonObject(metadata)) return false;
  const { name, annotations = {} } = metadata;
  if (typeof name !== 'string' || !isJsonObject(annotations) || hasOtherSpellings(metadata, METADATA_FIELDS))
    return false;
  return Object.values(annotations).every((text) => typeof text === 'string');
}

/** Go reads fields without regard to case; of two spellings the later one wins. */
function hasOtherSpellings(object: JsonObject, fields: ReadonlySet<string>): boolean {
  return Object.keys(object).some((key) => !fields.has(key) && SPELLINGS.has(key.toUpperCase()));
}

const SPELLINGS: ReadonlySet<string> = new Set(
  [...HEAD_FIELDS, ...METADATA_FIELDS].map((field) => field.toUpperCase()),
);

function headOf(value: JsonObject | null): ManifestHead {
  // The types make it an object, or null where nothing stands.
  const { apiVersion, kind, metadata } = value ?? {};
  const { name, annotations } = (metadata ?? {}) as JsonObject;
  return {
    apiVersion: textOf(apiVersion),
    kind: textOf(kind),
    name: textOf(name),
    annotations: new Map(Object.entries((annotations ?? {}) as Readonly<Record<string, string>>)),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
