import type { JsonValue } from '@gotk/json';
import { type GoField, type GoType, GoTypeMismatch } from '@gotk/yaml';

const text: GoType = { kind: 'string' };
const texts: GoType = { kind: 'slice', element: text };
const bool: GoType = { kind: 'bool' };
const time: GoType = { kind: 'custom', name: 'time.Time', decode: decodeTime };

function struct(name: string, types: Readonly<Record<string, GoType>>, embedded?: readonly string[]): GoType {
  const fields: Readonly<Record<string, GoField>> = Object.fromEntries(
    Object.entries(types).map(([field, type]) => [field, embedded === undefined ? { type } : { type, embedded }]),
  );
  return { kind: 'struct', name, fields: () => fields };
}

const MAINTAINER = struct('v2.Maintainer', { name: text, email: text, url: text });

const DEPENDENCY = struct('v2.Dependency', {
  name: text,
  version: text,
  repository: text,
  condition: text,
  tags: texts,
  enabled: bool,
  'import-values': { kind: 'slice', element: { kind: 'interface {}' } },
  alias: text,
});

const VERSION = struct('repo.ChartVersion', {
  name: text,
  home: text,
  sources: texts,
  version: text,
  description: text,
  keywords: texts,
  maintainers: { kind: 'slice', element: { kind: 'pointer', to: MAINTAINER } },
  icon: text,
  apiVersion: text,
  condition: text,
  tags: text,
  appVersion: text,
  deprecated: bool,
  annotations: { kind: 'map', element: text },
  kubeVersion: text,
  dependencies: { kind: 'slice', element: { kind: 'pointer', to: DEPENDENCY } },
  type: text,
  urls: texts,
  created: time,
  removed: bool,
  digest: text,
  checksum: text,
  engine: text,
  tillerVersion: text,
  url: text,
});

/** The versions of charts by name: what stands under `entries`. */
export const ENTRIES: GoType = {
  kind: 'map',
  element: { kind: 'slice', element: { kind: 'pointer', to: VERSION } },
};

/** The index of a Helm repository. */
export const INDEX = struct('repo.IndexFile', {
  serverInfo: { kind: 'map', element: { kind: 'interface {}' } },
  apiVersion: text,
  generated: time,
  entries: ENTRIES,
  publicKeys: texts,
  annotations: { kind: 'map', element: text },
});

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;

/** A time as Go writes it again: without needless zeros, and `Z` for no offset. */
function decodeTime(value: JsonValue): JsonValue {
  if (typeof value !== 'string') throw new GoTypeMismatch(typeof value, 'time.Time');
  const match = TIME.exec(value);
  if (match === null || Number.isNaN(Date.parse(value))) throw unreadableTime(value);
  const [, date = '', clock = '', fraction = '', zone = ''] = match;
  const digits = fraction.replace(/0+$/, '');
  return `${date}T${clock}${digits === '' ? '' : `.${digits}`}${/^[+-]00:00$/.test(zone) ? 'Z' : zone}`;
}

function unreadableTime(value: string): Error {
  const layout = '2006-01-02T15:04:05Z07:00';
  return new Error(`parsing time ${JSON.stringify(value)} as "${layout}": cannot parse ${JSON.stringify(value)}`);
}
