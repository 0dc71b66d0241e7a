import type { JsonObject } from '@gotk/json';
import { type GoField, type GoType, parseYamlAs } from '@gotk/yaml';

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
  // The types make it an object, or null where nothing stands.
  const head = (parseYamlAs(yaml, isHelm3 ? HEAD_3 : HEAD) ?? {}) as JsonObject;
  const metadata = (head['metadata'] ?? {}) as JsonObject;
  const annotations = (metadata['annotations'] ?? {}) as Readonly<Record<string, string>>;
  return {
    apiVersion: textOf(head['apiVersion']),
    kind: textOf(head['kind']),
    name: textOf(metadata['name']),
    annotations: new Map(Object.entries(annotations)),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
