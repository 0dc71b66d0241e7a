import { parseQuantity, quantityInUnits } from '@gotk/quantity';
import type { ContainerDraft, ContainerPortDraft, PodSpecDraft } from '../core/pod-draft.js';

interface Placed {
  readonly container: ContainerDraft;
  readonly field: string;
}

/** What about a pod's spec probably is not meant so, at `field` (`spec`, `spec.template.spec`). */
export function podWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const containers = placedContainers(spec, field);
  return [
    ...spreadWarnings(spec, field),
    ...secretWarnings(spec, field),
    ...containers.flatMap(({ container, field: at }) => [
      ...fractionWarnings(container, at),
      ...envWarnings(container, at),
    ]),
    ...portWarnings(containers),
    ...portNameWarnings(containers),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [`${field}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`]
      : []),
  ];
}

/** Init containers come first, as they run. */
function placedContainers(spec: PodSpecDraft, field: string): readonly Placed[] {
  return (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({ container, field: `${field}.${list}[${index}]` })),
  );
}

function spreadWarnings(spec: PodSpecDraft, field: string): readonly string[] {
  const constraints = (spec['topologySpreadConstraints'] ?? []) as readonly { readonly labelSelector?: unknown }[];
  return constraints.flatMap(({ labelSelector }, index) =>
    labelSelector === undefined
      ? [`${field}.topologySpreadConstraints[${index}].labelSelector: a null labelSelector results in matching no pod`]
      : [],
  );
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
      return others.flatMap((other) => {
        const relation = portRelation(port, other.port);
        return relation === undefined ? [] : [`${at}: ${relation} port definition with ${other.field}`];
      });
    }),
  );
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
