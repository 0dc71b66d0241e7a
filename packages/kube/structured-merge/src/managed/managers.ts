import type { JsonObject } from '@gotk/json';
import type { ManagedFieldsEntry } from '@gotk/objects';
import type { FieldSet } from '../field-set/field-set.js';
import { parseFieldsV1, renderFieldsV1 } from '../field-set/fields-v1.js';

/** Who manages fields: the identity of a managed fields entry. */
export interface ManagerIdentity {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  /** Only for updates: an applier has one entry, whatever the version. */
  readonly apiVersion?: string;
  readonly subresource?: string;
}

/** The fields of one manager, in the version in which it wrote them. */
export interface ManagedSet {
  readonly identity: ManagerIdentity;
  readonly apiVersion: string;
  readonly set: FieldSet;
  /** RFC 3339, in seconds. */
  readonly time?: string;
}

/** All managers of an object by {@link managerId}. */
export type Managers = ReadonlyMap<string, ManagedSet>;

/** The key of a manager in {@link Managers}. */
export function managerId({ manager, operation, apiVersion, subresource }: ManagerIdentity): string {
  return JSON.stringify([manager, operation, operation === 'Update' ? (apiVersion ?? '') : '', subresource ?? '']);
}

/** Reads `metadata.managedFields`; entries that cannot be read make the whole list count as absent, as in Kubernetes. */
export function parseManagers(entries: readonly ManagedFieldsEntry[] | undefined): Managers {
  const managers = new Map<string, ManagedSet>();
  for (const entry of entries ?? []) {
    const managed = parseEntry(entry);
    if (managed === undefined) return new Map();
    managers.set(managerId(managed.identity), managed);
  }
  return managers;
}

function parseEntry(entry: ManagedFieldsEntry): ManagedSet | undefined {
  const { manager = '', operation, apiVersion = '', fieldsType, fieldsV1 = {}, subresource, time } = entry;
  if (operation !== 'Apply' && operation !== 'Update') return undefined;
  if (apiVersion === '' || fieldsType !== 'FieldsV1') return undefined;
  const identity = managerIdentity({ manager, operation, apiVersion, subresource });
  const set = tryParseFields(fieldsV1);
  return set === undefined ? undefined : { identity, apiVersion, set, ...(time === undefined ? {} : { time }) };
}

function tryParseFields(fields: JsonObject): FieldSet | undefined {
  try {
    return parseFieldsV1(fields);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The identity with just the parts that count for its operation. */
export function managerIdentity({
  manager,
  operation,
  apiVersion,
  subresource,
}: {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string | undefined;
}): ManagerIdentity {
  return {
    manager,
    operation,
    ...(operation === 'Update' ? { apiVersion } : {}),
    ...(subresource === undefined || subresource === '' ? {} : { subresource }),
  };
}

/** The list as `metadata.managedFields`, in the order of the API server; `undefined` when there are no managers. */
export function renderManagers(managers: Managers): readonly ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined;
  return [...managers.values()].sort(compareManaged).map(renderEntry);
}

function renderEntry({ identity, apiVersion, set, time }: ManagedSet): ManagedFieldsEntry {
  return {
    ...(identity.manager === '' ? {} : { manager: identity.manager }),
    operation: identity.operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: renderFieldsV1(set),
    ...(identity.subresource === undefined ? {} : { subresource: identity.subresource }),
  };
}

/** Appliers first, then by time in seconds, manager, version and subresource. */
export function compareManaged(a: ManagedSet, b: ManagedSet): number {
  return (
    compareText(a.identity.operation, b.identity.operation) ||
    secondsOf(a.time) - secondsOf(b.time) ||
    compareText(a.identity.manager, b.identity.manager) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.identity.subresource ?? '', b.identity.subresource ?? '')
  );
}

/** Seconds since the epoch; 0 where there is no time. */
export function secondsOf(time: string | undefined): number {
  return time === undefined ? 0 : Math.floor(Date.parse(time) / 1000);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
