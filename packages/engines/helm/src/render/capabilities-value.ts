import {
  fixed,
  type GoField,
  type GoFunction,
  GoPointer,
  GoSlice,
  GoStruct,
  type GoStructType,
  type GoType,
  type GoValue,
  goType,
  method,
  parameter,
} from '@gotk/go-template';
import type { HelmVersion } from '../helm-version.js';
import type { Capabilities, HelmBuildInfo, KubeVersion } from './capabilities.js';

/** `.Capabilities` as templates see it. */
export function capabilitiesValue(capabilities: Capabilities, helmVersion: HelmVersion): GoPointer {
  const types = helmVersion === '4.2' ? HELM_4 : HELM_3;
  return new GoPointer(types.pointer, new GoStruct(types.capabilities, capabilities));
}

interface Types {
  readonly pointer: GoType;
  readonly capabilities: GoStructType;
}

const HELM_4 = typesOf('common', true);
const HELM_3 = typesOf('chartutil', false);

function typesOf(packageName: string, normalizes: boolean): Types {
  const kubeVersion = kubeVersionType(packageName, normalizes);
  const versionSet = versionSetType(packageName);
  const buildInfo = buildInfoType(normalizes);
  const capabilities: GoStructType = {
    name: `${packageName}.Capabilities`,
    kind: 'struct',
    fields: [
      field('KubeVersion', ({ kubeVersion: version }: Capabilities) => new GoStruct(kubeVersion, version)),
      field('APIVersions', ({ apiVersions }: Capabilities) => new GoSlice(versionSet, apiVersions)),
      field('HelmVersion', ({ helmVersion }: Capabilities) => new GoStruct(buildInfo, helmVersion)),
    ],
  };
  const pointer: GoType = {
    name: `*${capabilities.name}`,
    kind: 'ptr',
    element: capabilities,
    methods: methods([fixed('Copy', [parameter.any], (value) => new GoPointer(pointer, (value as GoPointer).target))]),
  };
  return { pointer, capabilities };
}

/** A field of a struct whose data are of type `T`; the value functions above put nothing else in. */
function field<T>(name: string, read: (data: T) => GoValue, more: Partial<GoField> = {}): GoField {
  return { name, get: ({ data }) => read(data as T), ...more };
}

function kubeVersionType(packageName: string, normalizes: boolean): GoStructType {
  const toText = ({ version, normalized }: KubeVersion): string =>
    normalizes && normalized !== '' ? normalized : version;
  const plain: GoStructType = {
    name: `${packageName}.KubeVersion`,
    kind: 'struct',
    // The normalized version is an unexported field.
    copied: (data) => ({ ...(data as KubeVersion), normalized: '' }),
    fields: [
      field('Version', ({ version }: KubeVersion) => version),
      ...(normalizes
        ? [field('normalizedVersion', ({ normalized }: KubeVersion) => normalized, { isUnexported: true })]
        : []),
      field('Major', ({ major }: KubeVersion) => major),
      field('Minor', ({ minor }: KubeVersion) => minor),
    ],
  };
  return {
    ...plain,
    asArgument: plain,
    methods: methods([
      fixed('String', [parameter.any], (value) => toText(kubeVersionOf(value))),
      fixed('GitVersion', [parameter.any], (value) => kubeVersionOf(value).version),
    ]),
    // `String` belongs to the pointer, which the template engine can take of a field that it prints.
    toTextWhenPrinted: (value) => toText(kubeVersionOf(value)),
  };
}

function kubeVersionOf(value: GoValue): KubeVersion {
  return (value as GoStruct).data as KubeVersion;
}

function versionSetType(packageName: string): GoType {
  return {
    name: `${packageName}.VersionSet`,
    kind: 'slice',
    element: goType.STRING,
    methods: methods([
      fixed('Has', [parameter.any, parameter.text], (set, version) => (set as GoSlice).items.includes(version)),
    ]),
  };
}

function buildInfoType(hasKubeClient: boolean): GoStructType {
  const optional = { omitEmpty: true };
  return {
    name: 'version.BuildInfo',
    kind: 'struct',
    fields: [
      field('Version', ({ version }: HelmBuildInfo) => version, { jsonName: 'version', ...optional }),
      field('GitCommit', ({ gitCommit }: HelmBuildInfo) => gitCommit, { jsonName: 'git_commit', ...optional }),
      field('GitTreeState', ({ gitTreeState }: HelmBuildInfo) => gitTreeState, {
        jsonName: 'git_tree_state',
        ...optional,
      }),
      field('GoVersion', ({ goVersion }: HelmBuildInfo) => goVersion, { jsonName: 'go_version', ...optional }),
      ...(hasKubeClient
        ? [
            field('KubeClientVersion', ({ kubeClientVersion }: HelmBuildInfo) => kubeClientVersion, {
              jsonName: 'kube_client_version',
            }),
          ]
        : []),
    ],
  };
}

function methods(functions: readonly GoFunction[]): ReadonlyMap<string, GoFunction> {
  return new Map(functions.map((definition) => [definition.name, method(definition)]));
}
