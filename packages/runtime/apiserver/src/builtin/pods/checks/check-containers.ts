import {
  checkDns1123Label,
  checkPortName,
  checkPortNumber,
  duplicateField,
  type FieldError,
  forbiddenField,
  invalidField,
  notFoundField,
  notSupportedField,
  requiredField,
} from '@gotk/objects';
import type { ContainerDraft, ContainerPortDraft, PodSpecDraft, VolumeDraft } from '../../core/pod-draft.js';
import { checkEnv, checkEnvFrom } from './check-env.js';
import { checkLifecycleAndProbes } from './check-handlers.js';
import { checkDevices, checkMounts } from './check-mounts.js';
import { checkContainerResources } from './check-resources.js';
import { checkRestartRules } from './check-restart-rules.js';
import { checkContainerSecurity } from './check-security.js';

/** What the containers of a pod share. */
export interface ContainerPlace {
  readonly spec: PodSpecDraft;
  readonly volumes: ReadonlyMap<string, VolumeDraft>;
  readonly claimNames: readonly string[];
}

/** What is wrong with a pod's containers of all sorts. */
export function checkAllContainers(place: ContainerPlace, field: string): readonly FieldError[] {
  return [
    ...checkRegular(place, `${field}.containers`),
    ...checkInit(place, `${field}.initContainers`),
    ...checkEphemeral(place, `${field}.ephemeralContainers`),
  ];
}

function checkRegular(place: ContainerPlace, field: string): readonly FieldError[] {
  const containers = place.spec.containers ?? [];
  if (containers.length === 0) return [requiredField(field)];
  const names = containers.map(({ name }) => name);
  return [
    ...containers.flatMap((container, index) => {
      const at = `${field}[${index}]`;
      const repeated = names.indexOf(container.name) < index;
      return [
        ...checkCommon(container, place, at),
        ...(repeated ? [duplicateField(`${at}.name`, container.name)] : []),
        ...checkLifecycleAndProbes(container, place.spec.terminationGracePeriodSeconds, at, osOf(place.spec)),
        ...checkRestart(container, at),
      ];
    }),
    ...checkHostPorts(containers, field),
  ];
}

function osOf(spec: PodSpecDraft): string | undefined {
  return (spec['os'] as { readonly name?: string } | undefined)?.name;
}

const CONTAINER_POLICIES = ['Always', 'Never', 'OnFailure'];

function checkRestart(container: ContainerDraft, field: string): readonly FieldError[] {
  const { restartPolicy } = container;
  const rules = checkRestartRules(container, field);
  if (restartPolicy === undefined || CONTAINER_POLICIES.includes(restartPolicy)) return rules;
  return [notSupportedField(`${field}.restartPolicy`, restartPolicy, CONTAINER_POLICIES), ...rules];
}

const HOOKS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function checkInit(place: ContainerPlace, field: string): readonly FieldError[] {
  const known = new Set((place.spec.containers ?? []).map(({ name }) => name));
  return (place.spec.initContainers ?? []).flatMap((container, index) => {
    const at = `${field}[${index}]`;
    const repeated = known.has(container.name);
    if (container.name !== '') known.add(container.name);
    const isSidecar = container.restartPolicy === 'Always';
    const refused = 'may not be set for init containers without restartPolicy=Always';
    const hooks = isSidecar
      ? checkLifecycleAndProbes(container, place.spec.terminationGracePeriodSeconds, at, osOf(place.spec))
      : HOOKS.filter((name) => container[name] !== undefined).map((name) => forbiddenField(`${at}.${name}`, refused));
    return [
      ...checkCommon(container, place, at),
      ...checkRestart(container, at),
      ...(repeated ? [duplicateField(`${at}.name`, container.name)] : []),
      ...checkHostPorts([container], field),
      ...hooks,
    ];
  });
}

function checkEphemeral(place: ContainerPlace, field: string): readonly FieldError[] {
  const others = new Set(
    [...(place.spec.containers ?? []), ...(place.spec.initContainers ?? [])].map(({ name }) => name),
  );
  const known = new Set(others);
  const refused = 'cannot be set for an Ephemeral Container';
  return (place.spec.ephemeralContainers ?? []).flatMap((container, index) => {
    const at = `${field}[${index}]`;
    const { name, targetContainerName: target = '' } = container;
    const repeated = known.has(name);
    known.add(name);
    const forbidden = (['ports', ...HOOKS, 'resizePolicy'] as const).filter((part) => container[part] !== undefined);
    return [
      ...checkCommon(container, place, at),
      ...checkImageSpaces(container, at),
      ...(repeated ? [duplicateField(`${at}.name`, name)] : []),
      ...(target !== '' && !others.has(target) ? [notFoundField(`${at}.targetContainerName`, target)] : []),
      ...forbidden.map((part) => forbiddenField(`${at}.${part}`, refused)),
    ];
  });
}

/** Spaces around an image are not found in time where the image stands in a template. */
export function checkImageSpaces({ image = '' }: ContainerDraft, field: string): readonly FieldError[] {
  if (image.trim() === image) return [];
  return [invalidField(`${field}.image`, image, 'must not have leading or trailing whitespace')];
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

function checkCommon(container: ContainerDraft, place: ContainerPlace, field: string): readonly FieldError[] {
  const { name, image = '', terminationMessagePolicy = '', imagePullPolicy = '', env = [] } = container;
  return [
    ...(name === ''
      ? [requiredField(`${field}.name`)]
      : checkDns1123Label(name).map((error) => invalidField(`${field}.name`, name, error))),
    ...(image === '' ? [requiredField(`${field}.image`)] : []),
    ...checkOneOf(terminationMessagePolicy, MESSAGE_POLICIES, `${field}.terminationMessagePolicy`),
    ...checkPorts(container.ports ?? [], `${field}.ports`),
    ...checkEnv(env, `${field}.env`),
    ...checkEnvFrom(container.envFrom, `${field}.envFrom`),
    ...checkMounts(container, place.volumes, `${field}.volumeMounts`),
    ...checkDevices(container, place.volumes, `${field}.volumeDevices`),
    ...checkOneOf(imagePullPolicy, PULL_POLICIES, `${field}.imagePullPolicy`),
    ...checkContainerResources(container.resources, place.claimNames, `${field}.resources`),
    ...checkResize(container, place.spec, `${field}.resizePolicy`),
    ...checkContainerSecurity(container.securityContext, `${field}.securityContext`),
  ];
}

/** What is wrong with a text that must be one of a few. */
export function checkOneOf(value: string, allowed: readonly string[], field: string): readonly FieldError[] {
  if (value === '') return [requiredField(field)];
  return allowed.includes(value) ? [] : [notSupportedField(field, value, allowed)];
}

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function checkPorts(ports: readonly ContainerPortDraft[], field: string): readonly FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, index) => {
    const at = `${field}[${index}]`;
    const { name = '', containerPort, hostPort = 0, protocol = '' } = port;
    return [
      ...(name === '' ? [] : checkUniqueName(name, names, `${at}.name`)),
      ...(containerPort === 0
        ? [requiredField(`${at}.containerPort`)]
        : checkPortNumber(containerPort).map((error) => invalidField(`${at}.containerPort`, containerPort, error))),
      ...(hostPort === 0 ? [] : checkPortNumber(hostPort)).map((error) =>
        invalidField(`${at}.hostPort`, hostPort, error),
      ),
      ...checkOneOf(protocol, PROTOCOLS, `${at}.protocol`),
    ];
  });
}

function checkUniqueName(name: string, names: Set<string>, field: string): readonly FieldError[] {
  const problems = checkPortName(name);
  if (problems.length > 0) return problems.map((error) => invalidField(field, name, error));
  const repeated = names.has(name);
  names.add(name);
  return repeated ? [duplicateField(field, name)] : [];
}

/** A port of the host serves one container only. */
function checkHostPorts(containers: readonly ContainerDraft[], field: string): readonly FieldError[] {
  const taken = new Set<string>();
  return containers.flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ protocol = '', hostIP = '', hostPort = 0 }, port) => {
      const key = `${protocol}/${hostIP}/${hostPort}`;
      const repeated = taken.has(key);
      if (hostPort !== 0) taken.add(key);
      return repeated ? [duplicateField(`${field}[${container}].ports[${port}].hostPort`, key)] : [];
    }),
  );
}

function checkResize({ resizePolicy = [] }: ContainerDraft, spec: PodSpecDraft, field: string): readonly FieldError[] {
  const names = resizePolicy.map(({ resourceName }) => resourceName);
  return resizePolicy.flatMap(({ resourceName, restartPolicy }, index) => [
    ...(names.indexOf(resourceName) < index ? [duplicateField(`${field}[${index}]`, resourceName)] : []),
    ...checkOneOf(resourceName, ['cpu', 'memory'], field),
    ...checkOneOf(restartPolicy, ['NotRequired', 'RestartContainer'], field),
    ...(spec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired'
      ? [invalidField(field, restartPolicy, "must be 'NotRequired' when pod `restartPolicy` is 'Never'")]
      : []),
  ]);
}
