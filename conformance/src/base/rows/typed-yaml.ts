import { parseTime, renderTime } from '@gotk/duration';
import { isJsonObject, type JsonValue, renderGoJson, renderGoJsonNumber } from '@gotk/json';
import { parseQuantity, renderQuantity } from '@gotk/quantity';
import { type GoField, type GoType, GoTypeMismatch, parseYamlAs } from '@gotk/yaml';

/** Reads YAML into {apiVersion, kind, metadata: ObjectMeta, spec: core/v1 Container} and writes that as Go does. */
export function throughTypes(yaml: string, strict: boolean): string {
  const type = structOf('main.CM');
  return marshal(parseYamlAs(yaml, type, { strict }), type);
}

const STRING: GoType = { kind: 'string' };
const BOOL: GoType = { kind: 'bool' };
const INT32: GoType = { kind: 'int32' };
const INT64: GoType = { kind: 'int64' };
const STRINGS: GoType = { kind: 'slice', element: STRING };
const STRING_MAP: GoType = { kind: 'map', element: STRING };
const QUANTITIES: GoType = {
  kind: 'map',
  element: {
    kind: 'custom',
    name: 'resource.Quantity',
    decode: (value) =>
      renderQuantity(parseQuantity(typeof value === 'number' ? renderGoJsonNumber(value) : String(value).trim())),
  },
};
const TIME: GoType = {
  kind: 'custom',
  name: 'v1.Time',
  decode: (value) => (value === null ? null : renderTime(parseTime(String(value)))),
};
const INT_OR_STRING: GoType = { kind: 'custom', name: 'intstr.IntOrString', decode: decodeIntOrString };

function decodeIntOrString(value: JsonValue): JsonValue {
  if (typeof value === 'number' && !Number.isInteger(value))
    throw new GoTypeMismatch(`number ${renderGoJsonNumber(value)}`, 'int32');
  return value;
}

/** The fields of the structs, in Go's order; a value behind them is written even when the field is empty. */
const STRUCTS: Readonly<Record<string, () => readonly (readonly [string, GoType, JsonValue?])[]>> = {
  'main.CM': () => [
    ['apiVersion', STRING],
    ['kind', STRING],
    ['metadata', structOf('v1.ObjectMeta'), {}],
    ['spec', structOf('v1.Container'), {}],
  ],
  'v1.ObjectMeta': () => [
    ['name', STRING],
    ['generateName', STRING],
    ['namespace', STRING],
    ['selfLink', STRING],
    ['uid', STRING],
    ['resourceVersion', STRING],
    ['generation', INT64],
    ['creationTimestamp', TIME],
    ['deletionTimestamp', TIME],
    ['deletionGracePeriodSeconds', INT64],
    ['labels', STRING_MAP],
    ['annotations', STRING_MAP],
    ['finalizers', STRINGS],
  ],
  'v1.Container': () => [
    ['name', STRING, ''],
    ['image', STRING],
    ['command', STRINGS],
    ['args', STRINGS],
    ['workingDir', STRING],
    ['ports', { kind: 'slice', element: structOf('v1.ContainerPort') }],
    ['env', { kind: 'slice', element: structOf('v1.EnvVar') }],
    ['resources', structOf('v1.ResourceRequirements'), {}],
    ['livenessProbe', structOf('v1.Probe')],
    ['readinessProbe', structOf('v1.Probe')],
    ['terminationMessagePath', STRING],
    ['imagePullPolicy', STRING],
    ['stdin', BOOL],
    ['stdinOnce', BOOL],
    ['tty', BOOL],
  ],
  'v1.ContainerPort': () => [
    ['name', STRING],
    ['hostPort', INT32],
    ['containerPort', INT32, 0],
    ['protocol', STRING],
    ['hostIP', STRING],
  ],
  'v1.EnvVar': () => [
    ['name', STRING, ''],
    ['value', STRING],
  ],
  'v1.ResourceRequirements': () => [
    ['limits', QUANTITIES],
    ['requests', QUANTITIES],
  ],
  'v1.Probe': () => [
    ['exec', structOf('v1.ExecAction')],
    ['httpGet', structOf('v1.HTTPGetAction')],
    ['initialDelaySeconds', INT32],
    ['timeoutSeconds', INT32],
    ['periodSeconds', INT32],
    ['successThreshold', INT32],
    ['failureThreshold', INT32],
  ],
  'v1.ExecAction': () => [['command', STRINGS]],
  'v1.HTTPGetAction': () => [
    ['path', STRING],
    ['port', INT_OR_STRING, 0],
    ['host', STRING],
    ['scheme', STRING],
  ],
};

/** Fields that come from an embedded struct. */
const EMBEDDED: Readonly<Record<string, readonly string[]>> = {
  'v1.Probe.exec': ['ProbeHandler'],
  'v1.Probe.httpGet': ['ProbeHandler'],
};

function fieldsOf(name: string): readonly (readonly [string, GoType, JsonValue?])[] {
  return STRUCTS[name]?.() ?? [];
}

function structOf(name: string): GoType {
  const fields = (): Record<string, GoField> =>
    Object.fromEntries(
      fieldsOf(name).map(([field, type]) => [field, { type, embedded: EMBEDDED[`${name}.${field}`] ?? [] }]),
    );
  return { kind: 'struct', name, fields };
}

function marshal(value: JsonValue, type: GoType): string {
  if (type.kind === 'slice' && Array.isArray(value))
    return `[${value.map((item: JsonValue) => marshal(item ?? emptyOf(type.element), type.element)).join(',')}]`;
  if (type.kind !== 'struct') return renderGoJson(value);
  const object = isJsonObject(value) ? value : {};
  const members = fieldsOf(type.name).flatMap(([name, fieldType, always]) => {
    const field = object[name] ?? always;
    return field === undefined || (always === undefined && isEmpty(field))
      ? []
      : `${JSON.stringify(name)}:${marshal(field, fieldType)}`;
  });
  return `{${members.join(',')}}`;
}

function emptyOf(type: GoType): JsonValue {
  return type.kind === 'string' ? '' : null;
}

function isEmpty(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === '' || value === 0 || value === false || value === null;
}
