import { isJsonObject, type JsonObject, type JsonValue, renderGoJson } from '@gotk/json';
import { type GoFieldText, omitEmpty, renderGoStruct } from './go-struct.js';

const BEFORE_MAINTAINERS = ['name', 'home', 'sources', 'version', 'description', 'keywords'];
const AFTER_MAINTAINERS = [
  'icon',
  'apiVersion',
  'condition',
  'tags',
  'appVersion',
  'deprecated',
  'annotations',
  'kubeVersion',
];

/** Chart.yaml as Go writes Helm's type for it: digests are made of this text. */
export function renderChartMetadata(metadata: JsonObject): string {
  const plain = (name: string): GoFieldText => [name, omitEmpty(metadata[name])];
  return renderGoStruct([
    ...BEFORE_MAINTAINERS.map(plain),
    ['maintainers', renderItems(metadata['maintainers'], renderMaintainer)],
    ...AFTER_MAINTAINERS.map(plain),
    ['dependencies', renderItems(metadata['dependencies'], renderDependency)],
    plain('type'),
  ]);
}

function renderItems(list: JsonValue | undefined, render: (item: JsonObject) => string): string | undefined {
  if (!Array.isArray(list) || list.length === 0) return undefined;
  return `[${list.map((item: JsonValue) => (isJsonObject(item) ? render(item) : 'null')).join(',')}]`;
}

function renderMaintainer(item: JsonObject): string {
  return renderGoStruct(['name', 'email', 'url'].map((name): GoFieldText => [name, omitEmpty(item[name])]));
}

function renderDependency(item: JsonObject): string {
  const optional = (name: string): GoFieldText => [name, omitEmpty(item[name])];
  const always = (name: string): GoFieldText => [name, renderGoJson(item[name] ?? '')];
  return renderGoStruct([
    always('name'),
    optional('version'),
    always('repository'),
    ...['condition', 'tags', 'enabled', 'import-values', 'alias'].map(optional),
  ]);
}
