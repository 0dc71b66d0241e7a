import { parseQuantity, quantityInUnits } from '@gotk/quantity';
import { ipWarnings } from '../address-warnings.js';
import type { ContainerDraft, ContainerPortDraft, PodSpecDraft, PodTemplateDraft } from '../core/pod-draft.js';
import { annotationWarnings, confinementWarnings } from './annotation-warnings.js';
import { nodeWarnings, podTermWarnings } from './placement-warnings.js';
import { volumeWarnings } from './volume-warnings.js';

interface Placed {
  readonly container: ContainerDraft;
  readonly field: string;
}

/** What about a pod or a template probably is not meant so; `place` is that of the template, none for a pod. */
export function podWarnings({ metadata, spec }: PodTemplateDraft, place = ''): readonly string[] {
  const [field, annotations] = [`${place}spec`, `${place}metadata.annotations`];
  const containers = placedContainers(spec, field);
  return [
    ...nodeWarnings(spec, field),
    ...annotationWarnings(metadata, annotations),
    ...volumeWarnings(spec, field),
    ...aliasWarnings(spec, field),
    ...secretWarnings(spec, field),
    ...confinementWarnings(metadata, spec, { field: annotations, isTemplate: place !== '' }),
    ...containers.flatMap(({ container, field: at }) => [
      ...fractionWarnings(container, at),
      ...envWarnings(container, at),
    ]),
    ...portWarnings(containers),
    ...portNameWarnings(containers),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
    ...podTermWarnings(spec, field),
    ...addressWarnings(spec, field),
  ];
}

/** Init containers come first, as they run. */
function placedContainers(spec: PodSpecDraft, field: string): readonly Placed[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, field: `${field}.${list}[${index}]` })),
  );
}

function aliasWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const aliases = (spec['hostAliases'] ?? []) as readonly { readonly ip?: string }[];
  const addresses = aliases.map(({ ip = '' }) => ip);
  return addresses.flatMap((ip, index) =>
    addresses.indexOf(ip) < index ? [`${field}.hostAliases[${index}].ip: duplicate ip ${JSON.stringify(ip)}`] : [],
  );
}

function addressWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const { nameservers = [] } = (spec['dnsConfig'] ?? {}) as { readonly nameservers?: readonly string[] };
  const aliases = (spec['hostAliases'] ?? []) as readonly { readonly ip?: string }[];
  return [
    ...nameservers.flatMap((ip, index) => ipWarnings(ip, `${field}.dnsConfig.nameservers[${index}]`)),
    ...aliases.flatMap(({ ip = '' }, index) => ipWarnings(ip, `${field}.hostAliases[${index}].ip`)),
  ];
}

function secretWarnings({ imagePullSecrets = [] }: PodSpecDraft, field: string): readonly string[] {
  const names = imagePullSecrets.map(({ name = '' }) => name);
  const at = (index: number) => `${field}.imagePullSecrets[${index}].name`;
  return [
    ...names.flatMap((name, index) =>
      names.indexOf(name) < index ? [`${at(index)}: duplicate name ${JSON.stringify(name)}`] : [],
    ),
    ...names.flatMap((name, index) => (name === '' ? [`${at(index)}: invalid empty name ""`] : [])),
  ];
}

function fractionWarnings({ resources = {} }: ContainerDraft, field: string): readonly string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((list) => {
      const amount = resources[list]?.[name];
      if (amount === undefined || quantityInUnits(parseQuantity(amount), -3) % 1000n === 0n) return [];
      const shown = JSON.stringify(amount);
      return [`${field}.resources.${list}[${name}]: fractional byte value ${shown} is invalid, must be an integer`];
    }),
  );
}

function envWarnings({ env = [] }: ContainerDraft, field: string): readonly string[] {
  const names = env.map(({ name }) => name);
  return env.flatMap(({ name, value = '', valueFrom }, index) => {
    if (names.indexOf(name) === index) return [];
    const reference = `$(${name})`;
    // A later definition may build on the earlier one.
    const builds = valueFrom === undefined && value !== reference && value.includes(reference);
    const text = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    return builds ? [] : [`${field}.env[${index}]: ${text}`];
  });
}

function portWarnings(containers: readonly Placed[]): readonly string[] {
  const known = new Map<string, { readonly field: string; readonly port: ContainerPortDraft }[]>();
  return containers.flatMap(({ container: { ports = [] }, field }) =>
    ports.flatMap((port, index) => {
      const at = `${field}.ports[${index}]`;
      const key = `${port.containerPort}/${port.protocol ?? ''}`;
      const others = known.get(key) ?? [];
      known.set(key, [...others, { field: at, port }]);
      const relations = others.flatMap((other) => {
        const relation = portRelation(port, other.port);
        return relation === undefined ? [] : [`${at}: ${relation} port definition with ${other.field}`];
      });
      return [...addressWithoutPort(port, at), ...relations];
    }),
  );
}

function addressWithoutPort(port: ContainerPortDraft, field: string): readonly string[] {
  const { name = '', hostPort = 0, containerPort, protocol = '', hostIP = '' } = port;
  if (hostIP === '' || hostPort !== 0) return [];
  const shown = `{Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
  return [`${field}: hostIP set without hostPort: ${shown}`];
}

function portRelation(a: ContainerPortDraft, b: ContainerPortDraft): string | undefined {
  const [aIp, bIp] = [a.hostIP ?? '', b.hostIP ?? ''];
  const [aPort, bPort] = [a.hostPort ?? 0, b.hostPort ?? 0];
  if (aIp === bIp && aPort === bPort) return 'duplicate';
  if (aPort === 0 || bPort === 0) return 'overlapping';
  return aPort === bPort && (aIp === '') !== (bIp === '') ? 'dangerously ambiguous' : undefined;
}

function portNameWarnings(containers: readonly Placed[]): readonly string[] {
  const known = new Map<string, string>();
  return containers.flatMap(({ container: { ports = [] }, field }) =>
    ports.flatMap(({ name = '' }, index) => {
      const at = `${field}.ports[${index}]`;
      const other = known.get(name);
      if (name === '') return [];
      if (other === undefined) {
        known.set(name, at);
        return [];
      }
      const text = `duplicate port name ${JSON.stringify(name)} with ${other}, services and probes that select ports by name will use ${other}`;
      return [`${at}: ${text}`];
    }),
  );
}
