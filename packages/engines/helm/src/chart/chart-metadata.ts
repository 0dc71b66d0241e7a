import { GoError, parseTime, quoteText, UTC } from '@gotk/go-template';
import type { JsonObject, JsonValue } from '@gotk/json';
import { findVersion } from '@gotk/semver';
import { type GoField, type GoType, parseYamlAs } from '@gotk/yaml';
import { helmError, withPrefix } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { sanitizeText } from './sanitize-text.js';

/** An entry of `maintainers` in Chart.yaml. */
export interface ChartMaintainer {
  readonly name: string;
  readonly email: string;
  readonly url: string;
}

/** An entry of `dependencies` in Chart.yaml. */
export interface ChartDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly condition: string;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  /** Names under `exports`, or pairs of `child` and `parent`. */
  readonly importValues: readonly JsonValue[];
  readonly alias: string;
}

/** Chart.yaml. Texts that are not given are empty. */
export interface ChartMetadata {
  readonly name: string;
  readonly home: string;
  readonly sources: readonly string[];
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly maintainers: readonly ChartMaintainer[];
  readonly icon: string;
  readonly apiVersion: string;
  readonly condition: string;
  readonly tags: string;
  readonly appVersion: string;
  readonly deprecated: boolean;
  /** `undefined` when Chart.yaml has none. */
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly kubeVersion: string;
  /** `undefined` when Chart.yaml has none, which is not the same to Helm as an empty list. */
  readonly dependencies: readonly ChartDependency[] | undefined;
  readonly type: string;
}

const text: GoType = { kind: 'string' };
const bool: GoType = { kind: 'bool' };
const time: GoType = { kind: 'custom', name: 'time.Time', decode: decodeTime };

const RFC_3339 = '2006-01-02T15:04:05Z07:00';

function decodeTime(value: JsonValue): JsonValue {
  if (value === null) return value;
  if (typeof value !== 'string') throw new GoError('Time.UnmarshalJSON: input is not a JSON string');
  parseTime(RFC_3339, value, UTC);
  return value;
}

function struct(name: string, fields: Readonly<Record<string, GoType>>): GoType {
  const typed: Readonly<Record<string, GoField>> = Object.fromEntries(
    Object.entries(fields).map(([field, type]) => [field, { type }]),
  );
  return { kind: 'struct', name, fields: () => typed };
}

function list(element: GoType): GoType {
  return { kind: 'slice', element };
}

/** The types of Chart.yaml and Chart.lock. */
interface ChartTypes {
  readonly metadata: GoType;
  readonly lock: GoType;
}

/** In the Go package of a name, which messages show. */
function typesIn(goPackage: string): ChartTypes {
  const maintainer = struct(`${goPackage}.Maintainer`, { name: text, email: text, url: text });
  const dependency = struct(`${goPackage}.Dependency`, {
    name: text,
    version: text,
    repository: text,
    condition: text,
    tags: list(text),
    enabled: bool,
    'import-values': list({ kind: 'interface {}' }),
    alias: text,
  });
  const dependencies = list({ kind: 'pointer', to: dependency });
  const metadata = struct(`${goPackage}.Metadata`, {
    name: text,
    home: text,
    sources: list(text),
    version: text,
    description: text,
    keywords: list(text),
    maintainers: list({ kind: 'pointer', to: maintainer }),
    icon: text,
    apiVersion: text,
    condition: text,
    tags: text,
    appVersion: text,
    deprecated: bool,
    annotations: { kind: 'map', element: text },
    kubeVersion: text,
    dependencies,
    type: text,
  });
  return {
    metadata,
    lock: { kind: 'pointer', to: struct(`${goPackage}.Lock`, { generated: time, digest: text, dependencies }) },
  };
}

const TYPES: Readonly<Record<HelmVersion, ChartTypes>> = { '4.2': typesIn('v2'), '3.22': typesIn('chart') };

/** Chart.yaml. */
export function metadataType(helmVersion: HelmVersion): GoType {
  return TYPES[helmVersion].metadata;
}

/** Chart.lock. */
export function lockType(helmVersion: HelmVersion): GoType {
  return TYPES[helmVersion].lock;
}

/** Chart.yaml, and requirements.yaml on top of it, as they stand: not yet checked. */
export function decodeMetadata(
  files: readonly { readonly name: string; readonly data: Uint8Array }[],
  helmVersion: HelmVersion,
): JsonObject {
  const fields: Record<string, JsonValue> = {};
  const type = metadataType(helmVersion);
  for (const { name, data } of files) {
    const decoded = withPrefix(`cannot load ${name}`, () => parseYamlAs(data, type, { file: name }));
    // The type makes it an object, or null for an empty file.
    Object.assign(fields, decoded);
  }
  return fields;
}

/** Puts the fields into their form and checks them. @throws LocatedError `chart-invalid` with Helm's text */
export function validateMetadata(fields: JsonObject): ChartMetadata {
  const metadata = metadataOf(fields);
  checkRequired(metadata);
  if ((arrayOf(fields['maintainers']) ?? []).includes(null)) {
    throw invalid('maintainers must not contain empty or null nodes');
  }
  checkDependencies(arrayOf(fields['dependencies']) ?? [], metadata.dependencies ?? []);
  return metadata;
}

function metadataOf(fields: JsonObject): ChartMetadata {
  const annotations = fields['annotations'] as Readonly<Record<string, string>> | null | undefined;
  return {
    name: clean(fields['name']),
    home: clean(fields['home']),
    sources: textsOf(fields['sources']).map(sanitizeText),
    version: textOf(fields['version']),
    description: clean(fields['description']),
    keywords: textsOf(fields['keywords']).map(sanitizeText),
    maintainers: objectsOf(fields['maintainers']).map(maintainerOf),
    icon: clean(fields['icon']),
    apiVersion: textOf(fields['apiVersion']) || 'v1',
    condition: clean(fields['condition']),
    tags: clean(fields['tags']),
    appVersion: clean(fields['appVersion']),
    deprecated: fields['deprecated'] === true,
    annotations: annotations ?? undefined,
    kubeVersion: clean(fields['kubeVersion']),
    dependencies: arrayOf(fields['dependencies']) && objectsOf(fields['dependencies']).map(dependencyOf),
    type: textOf(fields['type']),
  };
}

function maintainerOf(fields: JsonObject): ChartMaintainer {
  return { name: clean(fields['name']), email: clean(fields['email']), url: clean(fields['url']) };
}

/** An entry of a list of dependencies, in Chart.yaml or in a lock. */
export function dependencyOf(fields: JsonObject): ChartDependency {
  return {
    name: clean(fields['name']),
    version: clean(fields['version']),
    repository: clean(fields['repository']),
    condition: clean(fields['condition']),
    tags: textsOf(fields['tags']).map(sanitizeText),
    enabled: fields['enabled'] === true,
    importValues: arrayOf(fields['import-values']) ?? [],
    alias: textOf(fields['alias']),
  };
}

function checkRequired({ apiVersion, name, version, type }: ChartMetadata): void {
  if (apiVersion === '') throw invalid('chart.metadata.apiVersion is required');
  if (name === '') throw invalid('chart.metadata.name is required');
  if (name === '.' || name === '..') throw invalid(`chart.metadata.name ${quoteText(name)} is not allowed`);
  if (name.includes('/')) throw invalid(`chart.metadata.name ${quoteText(name)} is invalid`);
  if (version === '') throw invalid('chart.metadata.version is required');
  if (findVersion(version) === undefined) throw invalid(`chart.metadata.version ${quoteText(version)} is invalid`);
  if (!['', 'application', 'library'].includes(type)) {
    throw invalid('chart.metadata.type must be application or library');
  }
}

function checkDependencies(entries: readonly JsonValue[], dependencies: readonly ChartDependency[]): void {
  const known = new Set<string>();
  let index = 0;
  for (const entry of entries) {
    if (entry === null) throw invalid('dependencies must not contain empty or null nodes');
    const { name, alias } = dependencies[index++] ?? { name: '', alias: '' };
    if (alias !== '' && !/^[a-zA-Z0-9_-]+$/.test(alias)) {
      throw invalid(`dependency ${quoteText(name)} has disallowed characters in the alias`);
    }
    const key = alias === '' ? name : alias;
    if (known.has(key)) throw invalid(`more than one dependency with name or alias ${quoteText(key)}`);
    known.add(key);
  }
}

function invalid(message: string): Error {
  return helmError('chart-invalid', `validation: ${message}`, { at: { file: 'Chart.yaml' } });
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function clean(value: JsonValue | undefined): string {
  return sanitizeText(textOf(value));
}

function arrayOf(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function textsOf(value: JsonValue | undefined): string[] {
  return (arrayOf(value) ?? []).map(textOf);
}

function objectsOf(value: JsonValue | undefined): JsonObject[] {
  // The type of the list makes every entry an object or null.
  return (arrayOf(value) ?? []).filter((entry) => entry !== null) as JsonObject[];
}
