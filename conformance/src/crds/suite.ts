import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findFluxKind, fluxCrd, type KindInfo } from '@gotk/flux-types';
import { isJsonObject, type JsonObject, type JsonValue, jsonEqual } from '@gotk/json';
import { parseYamlDocuments } from '@gotk/yaml';
import { shortDiff } from '../short-diff.js';
import type { ConformanceCase, Suite } from '../suite.js';
import { flattenSchema } from './flatten-schema.js';

/** Compares our CustomResourceDefinitions with upstream's, one case for each aspect of a version and each field. */
export const crdsSuite: Suite = {
  corpus: 'crds',
  load: async (path) => {
    const cases = crdFiles(path).flatMap((file) => readCrds(file).flatMap((crd) => casesOf(basename(file), crd)));
    if (cases.length === 0) throw new Error(`no CustomResourceDefinition in ${path}`);
    return cases;
  },
};

function crdFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(path, name));
}

function readCrds(file: string): readonly JsonObject[] {
  return parseYamlDocuments(readFileSync(file, 'utf8'))
    .map(({ value }) => value)
    .filter(isJsonObject)
    .filter((value) => value['kind'] === 'CustomResourceDefinition');
}

function casesOf(file: string, upstream: JsonObject): readonly ConformanceCase[] {
  const spec = child(upstream, 'spec');
  const kind = String(child(spec, 'names')['kind']);
  const info = findFluxKind(kind, String(spec['group']));
  if (info === undefined) return [failing(`${kind} exists`, `${file}: we have no ${kind} of ${String(spec['group'])}`)];
  const ours = fluxCrd(info.kind);
  return [
    ...aspects(kind, [
      ['metadata', crdMetadata(upstream), crdMetadata(ours)],
      ['names', sorted(spec['names']), sorted(ours.spec.names)],
      ['scope', spec['scope'], ours.spec.scope],
      ['versions', namesOf(spec['versions']), namesOf(ours.spec.versions as unknown as JsonValue)],
    ]),
    ...listOf(spec['versions']).flatMap((version) => versionCases(info, version)),
  ];
}

function versionCases(info: KindInfo, upstream: JsonObject): readonly ConformanceCase[] {
  const label = `${info.kind}/${String(upstream['name'])}`;
  const found = fluxCrd(info.kind).spec.versions.find(({ name }) => name === upstream['name']);
  if (found === undefined) return [failing(`${label} exists`, `we have no version ${String(upstream['name'])}`)];
  // Ours is JSON by construction; only its interface lacks the index signature.
  const ours = found as unknown as JsonObject;
  const named = [
    'served',
    'storage',
    'deprecated',
    'deprecationWarning',
    'additionalPrinterColumns',
    'subresources',
    'selectableFields',
  ];
  return [
    ...aspects(
      label,
      named.map((field) => [field, upstream[field], ours[field]]),
    ),
    ...fieldCases(label, info, child(child(upstream, 'schema'), 'openAPIV3Schema'), found.schema.openAPIV3Schema),
  ];
}

function fieldCases(label: string, info: KindInfo, upstream: JsonObject, ours: JsonObject): readonly ConformanceCase[] {
  const want = flattenSchema(upstream);
  const have = flattenSchema(ours);
  const additions = info.additions.filter((path) => have.has(path) && !want.has(path));
  for (const path of additions) console.log(`addition of ours: ${label} ${path}`);
  const isAddition = (path: string): boolean =>
    additions.some(
      (addition) => path === addition || path.startsWith(`${addition}.`) || path.startsWith(`${addition}[`),
    );
  const paths = [...new Set([...want.keys(), ...have.keys()])].filter((path) => !isAddition(path));
  return paths.map((path) => compared(`${label} ${path === '' ? '(root)' : path}`, want.get(path), have.get(path)));
}

function aspects(
  label: string,
  rows: readonly (readonly [string, JsonValue | undefined, unknown])[],
): readonly ConformanceCase[] {
  return rows.map(([name, want, have]) => compared(`${label} ${name}`, want, have as JsonValue | undefined));
}

function compared(name: string, want: JsonValue | undefined, have: JsonValue | undefined): ConformanceCase {
  return {
    name,
    run: () =>
      jsonEqual(want, have) ? { kind: 'pass' } : { kind: 'fail', diff: shortDiff(render(want), render(have)) },
  };
}

function failing(name: string, diff: string): ConformanceCase {
  return { name, run: () => ({ kind: 'fail', diff }) };
}

/** Name, labels and annotations, without the mark of the program that wrote the file. */
function crdMetadata(crd: object): JsonObject {
  const { name, labels, annotations } = child(crd as JsonObject, 'metadata');
  const kept = Object.entries(isJsonObject(annotations) ? annotations : {}).filter(
    ([key]) => !key.startsWith('controller-gen.kubebuilder.io/'),
  );
  return { name, labels, annotations: Object.fromEntries(kept) };
}

function sorted(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value, (_, item: unknown) => (Array.isArray(item) ? [...item].sort() : item)));
}

function namesOf(versions: JsonValue | undefined): JsonValue {
  return listOf(versions).map(({ name }) => name ?? null);
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function child(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

function render(value: JsonValue | undefined): string {
  return value === undefined ? '(absent)' : JSON.stringify(value, null, 1);
}
