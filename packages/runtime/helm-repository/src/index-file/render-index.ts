import { compareUtf8, isJsonObject, type JsonObject, type JsonValue, renderGoJsonString } from '@gotk/json';

const ZERO_TIME = '0001-01-01T00:00:00Z';
/** Fields of a version in the order in which Go writes them. Those that are empty are left out, but for `urls` and `created`. */
const VERSION_FIELDS: readonly Field[] = [
  ...fields('name', 'home', 'sources', 'version', 'description', 'keywords'),
  { name: 'maintainers', render: (value, lineStart) => renderEach(value, MAINTAINER_FIELDS, lineStart) },
  ...fields('icon', 'apiVersion', 'condition', 'tags', 'appVersion', 'deprecated'),
  { name: 'annotations', render: (value, lineStart) => render(sorted(value), lineStart) },
  ...fields('kubeVersion'),
  { name: 'dependencies', render: (value, lineStart) => renderEach(value, DEPENDENCY_FIELDS, lineStart) },
  ...fields('type'),
  { name: 'urls', empty: null },
  { name: 'created', empty: ZERO_TIME },
  ...fields('removed', 'digest', 'checksum', 'engine', 'tillerVersion', 'url'),
];
const MAINTAINER_FIELDS: readonly Field[] = fields('name', 'email', 'url');
const DEPENDENCY_FIELDS: readonly Field[] = [
  { name: 'name', empty: '' },
  ...fields('version'),
  { name: 'repository', empty: '' },
  ...fields('condition', 'tags', 'enabled', 'import-values', 'alias'),
];

interface Field {
  readonly name: string;
  /** What is written where it is empty. Default: nothing is. */
  readonly empty?: JsonValue;
  /** Default: as it is. */
  readonly render?: (value: JsonValue | undefined, lineStart: string) => string;
}

function fields(...names: readonly string[]): readonly Field[] {
  return names.map((name) => ({ name }));
}

/** What begins an index up to its entries. */
export function renderIndexStart(index: JsonObject): string {
  const { serverInfo, apiVersion, generated } = index;
  const start = {
    ...(isEmpty(serverInfo) ? {} : { serverInfo: sorted(serverInfo) }),
    apiVersion,
    generated: generated ?? ZERO_TIME,
  };
  return `${render(start, '\n').slice(0, -2)},\n  "entries": {`;
}

/** One chart of an index. */
export function renderIndexChart(name: string, versions: readonly JsonObject[]): string {
  return `\n    ${renderGoJsonString(name)}: ${renderEach([...versions], VERSION_FIELDS, '\n    ')}`;
}

/** What ends an index. @param isEmptyIndex whether there was no chart. */
export function renderIndexEnd({ publicKeys, annotations }: JsonObject, isEmptyIndex: boolean): string {
  const rest = {
    ...(isEmpty(publicKeys) ? {} : { publicKeys }),
    ...(isEmpty(annotations) ? {} : { annotations: sorted(annotations) }),
  };
  const close = isEmptyIndex ? '}' : '\n  }';
  return Object.keys(rest).length === 0 ? `${close}\n}` : `${close},${render(rest, '\n').slice(1)}`;
}

/** A list of objects that have these fields and no others. */
function renderEach(list: JsonValue | undefined, known: readonly Field[], lineStart: string): string {
  if (!Array.isArray(list)) return 'null';
  const inner = `${lineStart}  `;
  const items = list.map((item: JsonValue) =>
    isJsonObject(item) ? renderFields(item, known, inner) : render(item, inner),
  );
  return enclosed('[]', items.join(`,${inner}`), lineStart);
}

/** An index has millions of fields: they are written as they are met. */
function renderFields(object: JsonObject, known: readonly Field[], lineStart: string): string {
  const inner = `${lineStart}  `;
  let text = '';
  for (const { name, empty, render: renderField = render } of known) {
    const value = object[name];
    const isLeftOut = isEmpty(value);
    if (isLeftOut && empty === undefined) continue;
    if (text !== '') text += `,${inner}`;
    text += `"${name}": ${isLeftOut ? JSON.stringify(value ?? empty) : renderField(value, inner)}`;
  }
  return enclosed('{}', text, lineStart);
}

function enclosed([open = '', close = '']: string, content: string, lineStart: string): string {
  return content === '' ? open + close : `${open}${lineStart}  ${content}${lineStart}${close}`;
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** Maps are written by key. */
function sorted(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => sorted(item));
  if (!isJsonObject(value)) return value ?? null;
  const entries = Object.keys(value)
    .sort(compareUtf8)
    .map((key) => [key, sorted(value[key])]);
  return Object.fromEntries(entries);
}

/** Indented by two, with the fields as they come. */
function render(value: JsonValue | undefined, lineStart: string): string {
  if (typeof value === 'string') return renderGoJsonString(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const inner = `${lineStart}  `;
  if (Array.isArray(value)) {
    return enclosed('[]', value.map((item: JsonValue) => render(item, inner)).join(`,${inner}`), lineStart);
  }
  const parts = Object.entries(value).map(([key, item]) => `${renderGoJsonString(key)}: ${render(item, inner)}`);
  return enclosed('{}', parts.join(`,${inner}`), lineStart);
}
