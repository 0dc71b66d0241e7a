import { type FieldError, invalidField, nameIsDns1035Label } from '@gotk/objects';
import type { Allocation, StrategyContext } from '../../registry/resource-strategy.js';
import type { Store } from '../../storage/store.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import type { ServiceDraft, ServiceSpecDraft } from './service-draft.js';

const COLLECTION = '/services';
const HEADLESS = 'None';
/** Addresses are given out from here on; those below are left for Services that name one. */
const FIRST_ADDRESS = 256;
const LAST_ADDRESS = 65_534;
const FIRST_NODE_PORT = 30_000;
const LAST_NODE_PORT = 32_767;

/** Services have addresses and node ports of their own, which the server gives out. */
export const serviceKind = builtinKind<ServiceDraft>({
  strategy: {
    statusField: true,
    prepareForCreate: (service) => {
      service.status = { loadBalancer: {} };
    },
    prepareForUpdate: (service, old) => keepAllocated(service.spec, old.spec),
    validate: (service) => namespacedMeta(service, nameIsDns1035Label),
    validateUpdate: (service, old) => [...changedMeta(service, old), ...checkAddress(service.spec, old.spec)],
    allocate: (service, _old, { store }) => allocate(service.spec, store),
  },
});

/** Fields that a client leaves out stay as the server had set them, while the type allows it. */
function keepAllocated(spec: ServiceSpecDraft, old: ServiceSpecDraft): void {
  if (!hasAddress(spec) || !hasAddress(old)) return;
  if ((spec.clusterIP ?? '') === '' && (spec.clusterIPs ?? []).length === 0 && old.clusterIP !== undefined) {
    spec.clusterIP = old.clusterIP;
    if (old.clusterIPs !== undefined) spec.clusterIPs = [...old.clusterIPs];
  }
  if (old.ipFamilies !== undefined) spec.ipFamilies ??= [...old.ipFamilies];
  if (old.ipFamilyPolicy !== undefined) spec.ipFamilyPolicy ??= old.ipFamilyPolicy;
  if (!hasNodePorts(spec) || !hasNodePorts(old)) return;
  for (const port of spec.ports ?? []) {
    const before = old.ports?.find(
      (each) => each.port === port.port && (each.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
    );
    if ((port.nodePort ?? 0) === 0 && before?.nodePort !== undefined) port.nodePort = before.nodePort;
  }
}

function hasAddress({ type }: ServiceSpecDraft): boolean {
  return type !== 'ExternalName';
}

function hasNodePorts({ type, allocateLoadBalancerNodePorts }: ServiceSpecDraft): boolean {
  return type === 'NodePort' || (type === 'LoadBalancer' && allocateLoadBalancerNodePorts !== false);
}

function checkAddress(spec: ServiceSpecDraft, old: ServiceSpecDraft): readonly FieldError[] {
  const before = old.clusterIP ?? '';
  if (!hasAddress(spec) || !hasAddress(old) || before === '' || (spec.clusterIP ?? '') === before) return [];
  const changed = spec.clusterIPs ?? [spec.clusterIP ?? ''];
  return [invalidField('spec.clusterIPs[0]', changed as never, 'may not change once set')];
}

/** What writes under way have set aside, by store. */
const setAside = new WeakMap<Store, Set<string>>();

function allocate(spec: ServiceSpecDraft, store: StrategyContext['store']): Allocation {
  const pending = setAside.get(store) ?? new Set();
  setAside.set(store, pending);
  const taken = new Set([...pending, ...inUse(store)]);
  const given: string[] = [];
  const take = (value: string): void => {
    taken.add(value);
    pending.add(value);
    given.push(value);
  };
  if (hasAddress(spec)) giveAddress(spec, taken, take);
  if (hasNodePorts(spec)) giveNodePorts(spec, taken, take);
  return {
    settle: () => {
      for (const value of given) pending.delete(value);
    },
  };
}

function inUse(store: Store): readonly string[] {
  return [...store.scan(COLLECTION)].flatMap(({ object }) => {
    const { clusterIPs = [], ports = [] } = (object['spec'] ?? {}) as ServiceSpecDraft;
    return [...clusterIPs, ...ports.flatMap(({ nodePort }) => (nodePort === undefined ? [] : [`port ${nodePort}`]))];
  });
}

function giveAddress(spec: ServiceSpecDraft, taken: ReadonlySet<string>, take: (value: string) => void): void {
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
  const wanted = spec.clusterIPs?.[0] ?? spec.clusterIP ?? '';
  const address = wanted === '' ? freeAddress(taken) : wanted;
  spec.clusterIP = address;
  spec.clusterIPs = [address, ...(spec.clusterIPs ?? []).slice(1)];
  if (address !== HEADLESS) take(address);
}

function freeAddress(taken: ReadonlySet<string>): string {
  for (let number = FIRST_ADDRESS; number <= LAST_ADDRESS; number++) {
    const address = `10.0.${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
  throw new RangeError('no address is left for Services');
}

function giveNodePorts(spec: ServiceSpecDraft, taken: ReadonlySet<string>, take: (value: string) => void): void {
  let next = FIRST_NODE_PORT;
  for (const port of spec.ports ?? []) {
    if ((port.nodePort ?? 0) === 0) {
      while (next <= LAST_NODE_PORT && taken.has(`port ${next}`)) next++;
      if (next > LAST_NODE_PORT) throw new RangeError('no node port is left for Services');
      port.nodePort = next;
    }
    take(`port ${port.nodePort}`);
  }
}
