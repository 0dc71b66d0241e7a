import type { Allocation } from '../../registry/resource-strategy.js';
import type { Store } from '../../storage/store.js';
import { hasAddress, hasNodePorts, type ServiceSpecDraft } from './service-draft.js';

const COLLECTION = '/services';
const HEADLESS = 'None';
const FAMILIES = ['IPv4', 'IPv6'];
/** Addresses are given out from here on; those below are left for Services that name one. */
const FIRST_ADDRESS = 256;
const LAST_ADDRESS = 65_534;
/** The range of node ports. */
export const NODE_PORTS = { first: 30_000, last: 32_767 } as const;

/** What writes under way have set aside, by store. */
const setAside = new WeakMap<Store, Set<string>>();

/** Gives a Service the address and node ports that it lacks. */
export function allocateAddresses(spec: ServiceSpecDraft, store: Store): Allocation {
  const pending = setAside.get(store) ?? new Set();
  setAside.set(store, pending);
  const taken = new Set([...pending, ...addressesInUse(store)]);
  const given: string[] = [];
  const take = (value: string): void => {
    taken.add(value);
    pending.add(value);
    given.push(value);
  };
  if (hasAddress(spec)) giveAddress(spec, taken, take);
  else if ((spec.clusterIP ?? '') !== '' && (spec.clusterIPs ?? []).length === 0)
    spec.clusterIPs = [spec.clusterIP ?? ''];
  if (hasNodePorts(spec)) giveNodePorts(spec, taken, take);
  return {
    settle: () => {
      for (const value of given) pending.delete(value);
    },
  };
}

/** Addresses, and node ports as `port <number>`, of the stored Services but one. */
export function addressesInUse(store: Store, exceptUid?: string): readonly string[] {
  return [...store.scan(COLLECTION)].flatMap(({ object }) => {
    if (exceptUid !== undefined && object.metadata.uid === exceptUid) return [];
    const { clusterIPs = [], ports = [], healthCheckNodePort } = (object['spec'] ?? {}) as ServiceSpecDraft;
    const nodePorts = [...ports.map(({ nodePort }) => nodePort), healthCheckNodePort].filter(
      (port) => port !== undefined,
    );
    return [...clusterIPs.filter((address) => address !== HEADLESS), ...nodePorts.map((port) => `port ${port}`)];
  });
}

function giveAddress(spec: ServiceSpecDraft, taken: ReadonlySet<string>, take: (value: string) => void): void {
  giveFamilies(spec);
  // A list is as it was sent: one that does not begin with the address beside it is refused later.
  if ((spec.clusterIPs ?? []).length > 0) return;
  const wanted = spec.clusterIP ?? '';
  // There are none of the other family to give.
  if (wanted === '' && spec.ipFamilies?.[0] !== 'IPv4') return;
  const address = wanted === '' ? freeAddress(taken) : wanted;
  spec.clusterIP = address;
  spec.clusterIPs = [address];
  if (wanted === '') take(address);
}

/** A Service with neither address nor selector may have both families, which is for whoever writes its endpoints to know. */
function giveFamilies(spec: ServiceSpecDraft): void {
  if ((spec.ipFamilies ?? []).length === 0) spec.ipFamilies = familiesOf(spec);
  if (!isHeadlessWithoutSelector(spec)) {
    spec.ipFamilyPolicy ??= 'SingleStack';
    return;
  }
  const families = spec.ipFamilies ?? [];
  if (families.length < FAMILIES.length && spec.ipFamilyPolicy !== 'SingleStack')
    spec.ipFamilies = [...families, ...FAMILIES.filter((family) => !families.includes(family))];
  spec.ipFamilyPolicy ??= 'RequireDualStack';
}

function familiesOf({ clusterIPs = [] }: ServiceSpecDraft): string[] {
  const addresses = clusterIPs.filter((address) => address !== '' && address !== HEADLESS);
  if (addresses.length === 0) return ['IPv4'];
  return addresses.map((address) => (address.includes(':') ? 'IPv6' : 'IPv4'));
}

/** Whether the Service has no address and selects nothing. */
export function isHeadlessWithoutSelector({ clusterIP, clusterIPs, selector }: ServiceSpecDraft): boolean {
  return (clusterIPs?.[0] ?? clusterIP) === HEADLESS && Object.keys(selector ?? {}).length === 0;
}

function freeAddress(taken: ReadonlySet<string>): string {
  for (let number = FIRST_ADDRESS; number <= LAST_ADDRESS; number++) {
    const address = `10.0.${number >> 8}.${number & 255}`;
    if (!taken.has(address)) return address;
  }
  throw new RangeError('no address is left for Services');
}

function giveNodePorts(spec: ServiceSpecDraft, taken: ReadonlySet<string>, take: (value: string) => void): void {
  let next: number = NODE_PORTS.first;
  const nextFree = (): number => {
    while (next <= NODE_PORTS.last && taken.has(`port ${next}`)) next++;
    if (next > NODE_PORTS.last) throw new RangeError('no node port is left for Services');
    take(`port ${next}`);
    return next;
  };
  for (const port of spec.ports ?? []) if ((port.nodePort ?? 0) === 0) port.nodePort = nextFree();
  const checksHealth = spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
  if (checksHealth && (spec.healthCheckNodePort ?? 0) === 0) spec.healthCheckNodePort = nextFree();
}
