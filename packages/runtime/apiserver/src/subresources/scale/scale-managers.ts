import type { ManagedFieldsEntry } from '@gotk/objects';
import {
  type FieldSet,
  fieldElement,
  fieldSetOf,
  hasPath,
  isEmptyFieldSet,
  type ManagedSet,
  type ManagerIdentity,
  managerId,
  parseManagers,
  renderManagers,
  subtractSet,
} from '@gotk/structured-merge';

const SCALE_VERSION = 'autoscaling/v1';
const REPLICAS_IN_SCALE = ['spec', 'replicas'];

type Entries = readonly ManagedFieldsEntry[] | undefined;
/** Where each version of a kind has its replicas, as field names; `undefined`: this version is not scalable. */
export type ReplicasPaths = (apiVersion: string) => readonly string[] | undefined;

/** Who manages the replicas of an object, as its Scale shows it. */
export function managersOfScale(entries: Entries, pathIn: ReplicasPaths): Entries {
  const managers = new Map<string, ManagedSet>();
  for (const managed of parseManagers(entries).values()) {
    const path = pathIn(managed.apiVersion);
    if (path === undefined || !contains(managed.set, path)) continue;
    add(managers, { ...managed, apiVersion: SCALE_VERSION, set: fieldSetOf(REPLICAS_IN_SCALE) });
  }
  return renderManagers(managers);
}

/** Who manages an object after its Scale was written: who took the replicas there has them here too. */
export function managersAfterScale(
  before: Entries,
  scaled: Entries,
  { pathIn, apiVersion }: { readonly pathIn: ReplicasPaths; readonly apiVersion: string },
): Entries {
  const scaleManagers = new Map(parseManagers(scaled));
  const managers = new Map<string, ManagedSet>();
  for (const [id, managed] of parseManagers(before)) {
    const kept = keepOwn(managed, pathIn(managed.apiVersion), scaleManagers.has(id));
    if (kept === undefined) continue;
    managers.set(id, kept);
    if (kept === managed) scaleManagers.delete(id);
  }
  const path = pathIn(apiVersion) ?? REPLICAS_IN_SCALE;
  for (const { identity, set } of scaleManagers.values()) {
    if (contains(set, REPLICAS_IN_SCALE)) add(managers, { identity, apiVersion, set: fieldSetOf(path) });
  }
  return renderManagers(managers);
}

/** The fields that a manager keeps: without the replicas, if somebody else has them now. */
function keepOwn(managed: ManagedSet, path: readonly string[] | undefined, still: boolean): ManagedSet | undefined {
  if (path === undefined || !contains(managed.set, path) || still) return managed;
  const set = subtractSet(managed.set, fieldSetOf(path));
  return isEmptyFieldSet(set) ? undefined : { ...managed, set };
}

function contains(set: FieldSet, path: readonly string[]): boolean {
  return hasPath(set, path.map(fieldElement));
}

function add(managers: Map<string, ManagedSet>, managed: ManagedSet): void {
  const identity = withVersion(managed.identity, managed.apiVersion);
  managers.set(managerId(identity), { ...managed, identity });
}

function withVersion(identity: ManagerIdentity, apiVersion: string): ManagerIdentity {
  return identity.operation === 'Update' ? { ...identity, apiVersion } : identity;
}
