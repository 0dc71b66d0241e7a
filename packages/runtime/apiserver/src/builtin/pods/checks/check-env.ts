import {
  checkConfigMapKey,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkRelaxedEnvVarName,
  type FieldError,
  invalidField,
  nameIsDnsSubdomain,
  notSupportedField,
  requiredField,
  validateQualifiedName,
} from '@gotk/objects';
import { parseQuantity, renderQuantity, signOfQuantity } from '@gotk/quantity';
import type { ContainerDraft, EnvVarDraft } from '../../core/pod-draft.js';
import { checkNoBacksteps, checkUnreservedPath } from './check-paths.js';

type Fields = Readonly<Record<string, unknown>>;

const ENV_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
const VOLUME_PATHS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const RESOURCES = ['cpu', 'ephemeral-storage', 'memory']
  .flatMap((name) => [`limits.${name}`, `requests.${name}`])
  .sort();
const HUGE_PAGES = ['limits.hugepages-', 'requests.hugepages-'];

/** What is wrong with the environment variables of a container. */
export function checkEnv(variables: readonly EnvVarDraft[], field: string): readonly FieldError[] {
  return variables.flatMap((variable, index) => {
    const at = `${field}[${index}]`;
    const { name } = variable;
    const named =
      name === ''
        ? [requiredField(`${at}.name`)]
        : checkRelaxedEnvVarName(name).map((error) => invalidField(`${at}.name`, name, error));
    return [...named, ...checkValueFrom(variable, `${at}.valueFrom`)];
  });
}

type SourceCheck = (source: Fields, field: string) => readonly FieldError[];

const SOURCES: Readonly<Record<string, SourceCheck>> = {
  fieldRef: (source, field) => checkFieldRef(source, ENV_PATHS, field),
  resourceFieldRef: (source, field) => checkResourceRef(source, field, false),
  configMapKeyRef: checkKeyRef,
  secretKeyRef: checkKeyRef,
  fileKeyRef: checkFileRef,
};

function checkValueFrom({ value = '', valueFrom }: EnvVarDraft, field: string): readonly FieldError[] {
  if (valueFrom === undefined) return [];
  const given = Object.keys(SOURCES).filter((name) => valueFrom[name] !== undefined);
  const errors = given.flatMap((name) => SOURCES[name]?.(valueFrom[name] as Fields, `${field}.${name}`) ?? []);
  const refuse = (detail: string): readonly FieldError[] => [...errors, invalidField(field, '', detail)];
  if (given.length === 0) {
    const names = Object.keys(SOURCES).map((name) => `\`${name}\``);
    return refuse(`must specify one of: ${names.slice(0, -1).join(', ')} or ${names.at(-1)}`);
  }
  if (value !== '') return refuse('may not be specified when `value` is not empty');
  return given.length > 1 ? refuse('may not have more than one field specified at a time') : errors;
}

function checkFieldRef(
  { apiVersion, fieldPath }: Fields,
  paths: readonly string[],
  field: string,
): readonly FieldError[] {
  if (String(apiVersion ?? '') === '') return [requiredField(`${field}.apiVersion`)];
  const path = String(fieldPath ?? '');
  if (path === '') return [requiredField(`${field}.fieldPath`)];
  if (apiVersion !== 'v1') {
    const detail = `error converting fieldPath: unsupported pod version: ${String(apiVersion)}`;
    return [invalidField(`${field}.fieldPath`, path, detail)];
  }
  const subscript = /^(.*)\['(.*)'\]$/.exec(path);
  if (subscript !== null) return checkSubscript(subscript[1] ?? '', subscript[2] ?? '', field);
  if (!DOWNWARD_PATHS.includes(path)) {
    const detail = `error converting fieldPath: field label not supported: ${path}`;
    return [invalidField(`${field}.fieldPath`, path, detail)];
  }
  return paths.includes(path) ? [] : [notSupportedField(`${field}.fieldPath`, path, paths)];
}

/** What the downward API knows at all. */
const DOWNWARD_PATHS = [
  ...ENV_PATHS,
  'metadata.annotations',
  'metadata.labels',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
];

function checkSubscript(path: string, key: string, field: string): readonly FieldError[] {
  if (path === 'metadata.annotations') return validateQualifiedName(key.toLowerCase(), field);
  if (path === 'metadata.labels') return validateQualifiedName(key, field);
  const detail = `error converting fieldPath: field label does not support subscript: ${path}`;
  return [invalidField(`${field}.fieldPath`, `${path}['${key}']`, detail)];
}

function checkResourceRef(
  { containerName, resource, divisor }: Fields,
  field: string,
  inVolume: boolean,
): readonly FieldError[] {
  const name = String(resource ?? '');
  const divisors = checkDivisor(name, String(divisor ?? '0'), field);
  if (inVolume && String(containerName ?? '') === '') return [requiredField(`${field}.containerName`), ...divisors];
  if (name === '') return [requiredField(`${field}.resource`), ...divisors];
  const known = RESOURCES.includes(name) || HUGE_PAGES.some((prefix) => name.startsWith(prefix));
  return known ? divisors : [notSupportedField(`${field}.resource`, name, RESOURCES), ...divisors];
}

const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

function checkDivisor(resource: string, divisor: string, field: string): readonly FieldError[] {
  const quantity = parseQuantity(divisor);
  if (signOfQuantity(quantity) === 0) return [];
  const what = resource.replace(/^(?:limits|requests)\./, '');
  const allowed = what === 'cpu' ? ['1m', '1'] : BYTE_DIVISORS;
  if (allowed.includes(renderQuantity(quantity))) return [];
  const names: Readonly<Record<string, string>> = {
    cpu: 'cpu',
    memory: 'memory',
    'ephemeral-storage': 'local ephemeral storage',
  };
  const kind = names[what] ?? (what.startsWith('hugepages-') ? 'hugepages' : undefined);
  if (kind === undefined) return [];
  const values = what === 'cpu' ? '1m and 1' : BYTE_DIVISORS.join(', ');
  const detail = `only divisor's values ${values} are supported with the ${kind} resource`;
  return [invalidField(`${field}.divisor`, resource, detail)];
}

function checkKeyRef({ name, key }: Fields, field: string): readonly FieldError[] {
  const [object, item] = [String(name ?? ''), String(key ?? '')];
  const named = checkDns1123Subdomain(object).map((error) => invalidField(`${field}.name`, object, error));
  if (item === '') return [...named, requiredField(`${field}.key`)];
  return [...named, ...checkConfigMapKey(item).map((error) => invalidField(`${field}.key`, item, error))];
}

function checkFileRef({ key, volumeName, path }: Fields, field: string): readonly FieldError[] {
  const [name, volume, file] = [String(key ?? ''), String(volumeName ?? ''), String(path ?? '')];
  const rules: readonly (readonly [string, string, (text: string) => readonly FieldError[]])[] = [
    ['key', name, (text) => checkRelaxedEnvVarName(text).map((error) => invalidField(`${field}.key`, text, error))],
    [
      'volumeName',
      volume,
      (text) => checkDns1123Label(text).map((error) => invalidField(`${field}.volumeName`, text, error)),
    ],
    ['path', file, (text) => checkNoBacksteps(text, `${field}.path`)],
  ];
  return rules.flatMap(([part, text, check]) => (text === '' ? [requiredField(`${field}.${part}`)] : check(text)));
}

/** What is wrong with the sources of whole environments. */
export function checkEnvFrom(sources: ContainerDraft['envFrom'] = [], field: string): readonly FieldError[] {
  return sources.flatMap((source, index) => {
    const at = `${field}[${index}]`;
    const { prefix = '', configMapRef, secretRef } = source;
    const refs = Object.entries({ configMapRef, secretRef }).filter(([, ref]) => ref !== undefined);
    const errors = [
      ...(prefix === '' ? [] : checkRelaxedEnvVarName(prefix)).map((error) =>
        invalidField(`${at}.prefix`, prefix, error),
      ),
      ...refs.flatMap(([name, ref]) => checkSourceName(ref?.name ?? '', `${at}.${name}.name`)),
    ];
    // The API names the list here, not the item.
    if (refs.length === 0) errors.push(invalidField(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    if (refs.length > 1) errors.push(invalidField(field, '', 'may not have more than one field specified at a time'));
    return errors;
  });
}

function checkSourceName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [requiredField(field)];
  return nameIsDnsSubdomain(name, true).map((error) => invalidField(field, name, error));
}

/** What is wrong with a file that the downward API fills. */
export function checkDownwardFile(file: Fields, field: string): readonly FieldError[] {
  const path = String(file['path'] ?? '');
  const { fieldRef, resourceFieldRef } = file as { readonly fieldRef?: Fields; readonly resourceFieldRef?: Fields };
  const both = 'fieldRef and resourceFieldRef can not be specified simultaneously';
  const reference =
    fieldRef !== undefined
      ? [
          ...checkFieldRef(fieldRef, VOLUME_PATHS, `${field}.fieldRef`),
          ...(resourceFieldRef === undefined ? [] : [invalidField(field, 'resource', both)]),
        ]
      : resourceFieldRef !== undefined
        ? checkResourceRef(resourceFieldRef, `${field}.resourceFieldRef`, true)
        : [requiredField(field, 'one of fieldRef and resourceFieldRef is required')];
  return [
    ...(path === '' ? [requiredField(`${field}.path`)] : []),
    ...checkUnreservedPath(path, `${field}.path`),
    ...reference,
  ];
}
