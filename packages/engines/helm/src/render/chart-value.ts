import {
  type GoField,
  GoMap,
  GoPointer,
  GoSlice,
  GoStruct,
  type GoStructType,
  type GoType,
  type GoValue,
  goMap,
  goType,
  goValueOf,
} from '@gotk/go-template';
import type { ChartDependency, ChartMaintainer, ChartMetadata } from '../chart/chart-metadata.js';

/** `.Chart` as templates of Helm 4 see it: every field of the metadata by its Go name. */
export function chartValue(metadata: ChartMetadata, isRoot: boolean): GoMap {
  const { annotations, dependencies, maintainers, ...fields } = metadata;
  return goMap([
    ['APIVersion', fields.apiVersion],
    ['Annotations', annotationsValue(annotations)],
    ['AppVersion', fields.appVersion],
    ['Condition', fields.condition],
    ['Dependencies', (dependencies ?? []).map(dependencyValue)],
    ['Deprecated', fields.deprecated],
    ['Description', fields.description],
    ['Home', fields.home],
    ['Icon', fields.icon],
    ['IsRoot', isRoot],
    ['Keywords', [...fields.keywords]],
    ['KubeVersion', fields.kubeVersion],
    [
      'Maintainers',
      maintainers.map(({ name, email, url }) =>
        goMap([
          ['Email', email],
          ['Name', name],
          ['URL', url],
        ]),
      ),
    ],
    ['Name', fields.name],
    ['Sources', [...fields.sources]],
    ['Tags', fields.tags],
    ['Type', fields.type],
    ['Version', fields.version],
  ]);
}

function annotationsValue(annotations: ChartMetadata['annotations']): GoMap {
  if (annotations === undefined) return new GoMap(goType.STRING_MAP, new Map(), true);
  return goMap(Object.entries(annotations), goType.STRING_MAP);
}

function dependencyValue(entry: ChartDependency): GoValue {
  return goMap([
    ['Alias', entry.alias],
    ['Condition', entry.condition],
    ['Enabled', entry.enabled],
    ['ImportValues', entry.importValues.map((value) => goValueOf(value))],
    ['Name', entry.name],
    ['Repository', entry.repository],
    ['Tags', [...entry.tags]],
    ['Version', entry.version],
  ]);
}

interface ChartData {
  readonly metadata: ChartMetadata;
  readonly isRoot: boolean;
}

/** `.Chart` as templates of Helm 3 see it: a struct. */
export function chartStructValue(metadata: ChartMetadata, isRoot: boolean): GoStruct {
  return new GoStruct(CHART, { metadata, isRoot });
}

/** Fields in the order of Go's struct. The values above put nothing else into structs of these types. */
function structType<T>(name: string, fields: readonly (readonly [string, (data: T) => GoValue])[]): GoStructType {
  const typed = fields.map(([field, read]): GoField => {
    const key = `${name}.${field}`;
    const jsonName = JSON_NAMES.get(field) ?? field.charAt(0).toLowerCase() + field.slice(1);
    return { name: field, get: ({ data }) => read(data as T), jsonName, omitEmpty: !ALWAYS_IN_JSON.has(key) };
  });
  return { name, kind: 'struct', fields: typed };
}

/** Names in JSON that are not those of the fields with a small letter. */
const JSON_NAMES: ReadonlyMap<string, string> = new Map([
  ['APIVersion', 'apiVersion'],
  ['ImportValues', 'import-values'],
  ['IsRoot', 'IsRoot'],
  ['URL', 'url'],
]);

const CHART_TYPE = 'struct { chart.Metadata; IsRoot bool }';
const ALWAYS_IN_JSON: ReadonlySet<string> = new Set([
  'chart.Dependency.Name',
  'chart.Dependency.Repository',
  `${CHART_TYPE}.IsRoot`,
]);

function pointerTo(element: GoStructType): GoType {
  return { name: `*${element.name}`, kind: 'ptr', element };
}

function sliceOf(element: GoType): GoType {
  return { name: `[]${element.name}`, kind: 'slice', element };
}

function texts(items: readonly string[]): GoSlice {
  return new GoSlice(goType.STRING_SLICE, [...items], items.length === 0);
}

function pointers<T>(type: GoStructType, items: readonly T[]): GoSlice {
  const pointer = pointerTo(type);
  return new GoSlice(
    sliceOf(pointer),
    items.map((item) => new GoPointer(pointer, new GoStruct(type, item))),
    items.length === 0,
  );
}

const MAINTAINER = structType<ChartMaintainer>('chart.Maintainer', [
  ['Name', ({ name }) => name],
  ['Email', ({ email }) => email],
  ['URL', ({ url }) => url],
]);

const DEPENDENCY = structType<ChartDependency>('chart.Dependency', [
  ['Name', ({ name }) => name],
  ['Version', ({ version }) => version],
  ['Repository', ({ repository }) => repository],
  ['Condition', ({ condition }) => condition],
  ['Tags', ({ tags }) => texts(tags)],
  ['Enabled', ({ enabled }) => enabled],
  ['ImportValues', ({ importValues }) => importValues.map((value) => goValueOf(value))],
  ['Alias', ({ alias }) => alias],
]);

const METADATA_FIELDS: readonly (readonly [string, (metadata: ChartMetadata) => GoValue])[] = [
  ['Name', ({ name }) => name],
  ['Home', ({ home }) => home],
  ['Sources', ({ sources }) => texts(sources)],
  ['Version', ({ version }) => version],
  ['Description', ({ description }) => description],
  ['Keywords', ({ keywords }) => texts(keywords)],
  ['Maintainers', ({ maintainers }) => pointers(MAINTAINER, maintainers)],
  ['Icon', ({ icon }) => icon],
  ['APIVersion', ({ apiVersion }) => apiVersion],
  ['Condition', ({ condition }) => condition],
  ['Tags', ({ tags }) => tags],
  ['AppVersion', ({ appVersion }) => appVersion],
  ['Deprecated', ({ deprecated }) => deprecated],
  ['Annotations', ({ annotations }) => annotationsValue(annotations)],
  ['KubeVersion', ({ kubeVersion }) => kubeVersion],
  ['Dependencies', ({ dependencies }) => pointers(DEPENDENCY, dependencies ?? [])],
  ['Type', ({ type }) => type],
];

const CHART = structType<ChartData>(CHART_TYPE, [
  ...METADATA_FIELDS.map(([field, read]) => [field, ({ metadata }: ChartData) => read(metadata)] as const),
  ['IsRoot', ({ isRoot }) => isRoot],
]);
