import { compareUtf8, isJsonObject, type JsonObject, type JsonValue, renderGoJsonString } from '@gotk/json';

const ZERO_TIME = '0001-01-01T00:00:00Z';
/** Fields of a version in the order in which Go writes them. Those that are empty are left out, but for `urls` and `created`. */
const VERSION_FIELDS = [
  ...['name', 'home', 'sources', 'version', 'description', 'keywords', 'maintainers', 'icon', 'apiVersion'],
  ...['condition', 'tags', 'appVersion', 'deprecated', 'annotations', 'kubeVersion', 'dependencies', 'type', 'urls'],
  ...['created', 'removed', 'digest', 'checksum', 'engine', 'tillerVersion', 'url'],
];
const MAINTAINER_FIELDS = ['name', 'email', 'url'];
const DEPENDENCY_FIELDS = ['name', 'version', 'repository', 'condition', 'tags', 'enabled', 'import-values', 'alias'];

/** What begins an index up to its entries. */
export function renderIndexStart(index: JsonObject): string {
  const { serverInfo, apiVersion, generated } = index;
  const fields = {
    ...(isEmpty(serverInfo) ? {} : { serverInfo: sorted(serverInfo) }),
    apiVersion,
    generated: generated ?? ZERO_TIME,
  };
  return `${render(fields, '\n').slice(0, -2)},\n  "entries": {`;
}

/** One chart of an index. */
export function renderIndexChart(name: string, versions: readonly JsonObject[]): string {
  return `\n    ${renderGoJsonString(name)}: ${render(versions.map(orderedVersion), '\n    ')}`;
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

function orderedVersion(version: JsonObject): JsonObject {
  const { maintainers, dependencies, annotations } = version;
  const nested = {
    ...version,
    maintainers: each(maintainers, (maintainer) => pick(maintainer, MAINTAINER_FIELDS, [])),
    dependencies: each(dependencies, (dependency) => pick(dependency, DEPENDENCY_FIELDS, ['name', 'repository'])),
    annotations: sorted(annotations),
    urls: version['urls'] ?? null,
    created: version['created'] ?? ZERO_TIME,
  };
  return pick(nested, VERSION_FIELDS, ['urls', 'created']);
}

function each(list: JsonValue | undefined, order: (object: JsonObject) => JsonObject): JsonValue {
  return Array.isArray(list) ? list.map((item: JsonValue) => (isJsonObject(item) ? order(item) : item)) : null;
}

function pick(object: JsonObject, fields: readonly string[], kept: readonly string[]): JsonObject {
  const entries = fields
    .filter((field) => kept.includes(field) || !isEmpty(object[field]))
    .map((field) => [field, object[field] ?? (field === 'urls' ? null : '')]);
  return Object.fromEntries(entries);
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
  const parts = Array.isArray(value)
    ? value.map((item: JsonValue) => render(item, inner))
    : Object.entries(value).map(([key, item]) => `${renderGoJsonString(key)}: ${render(item, inner)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return parts.length === 0 ? open + close : open + inner + parts.join(`,${inner}`) + lineStart + close;
}
