import { type JsonValue, jsonEqual } from '@gotk/json';
import {
  type CrdCondition,
  type CrdNames,
  type CustomResourceDefinition,
  hasCondition,
} from './custom-resource-definition.js';
import { withCondition } from './with-condition.js';

type Status = NonNullable<CustomResourceDefinition['status']>;

export interface NamingContext {
  /** The other definitions of the same group. */
  readonly others: readonly CustomResourceDefinition[];
  readonly now: string;
}

/**
 * The status of a definition whose names were compared with those of the others in its group: a name that is in use is not accepted,
 * and a definition is established once all its names were accepted.
 *
 * @returns `undefined` when it has that status already.
 */
export function acceptNames(crd: CustomResourceDefinition, { others, now }: NamingContext): Status | undefined {
  const { names, conflict } = compareNames(crd, usedNames(others));
  const accepted: CrdCondition =
    conflict === undefined
      ? {
          type: 'NamesAccepted',
          status: 'True',
          lastTransitionTime: now,
          reason: 'NoConflicts',
          message: 'no conflicts found',
        }
      : { type: 'NamesAccepted', status: 'False', lastTransitionTime: now, ...conflict };
  const conditions = withCondition(crd.status?.conditions ?? [], accepted);
  const status = {
    ...crd.status,
    conditions: withEstablished(conditions, { accepted: conflict === undefined, now }),
    acceptedNames: names,
  };
  return isSame(status, crd.status) ? undefined : status;
}

interface UsedNames {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

function usedNames(others: readonly CustomResourceDefinition[]): UsedNames {
  const all = others.flatMap(({ status }) => (status?.acceptedNames === undefined ? [] : [status.acceptedNames]));
  return {
    resources: new Set(
      all.flatMap(({ plural, singular, shortNames }) => present(plural, singular, ...(shortNames ?? []))),
    ),
    kinds: new Set(all.flatMap(({ kind, listKind }) => present(kind, listKind))),
  };
}

function present(...names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name): name is string => name !== undefined && name !== '');
}

interface NameConflict {
  readonly reason: string;
  readonly message: string;
}

function compareNames(
  crd: CustomResourceDefinition,
  used: UsedNames,
): { readonly names: CrdNames; readonly conflict?: NameConflict } {
  const wanted = crd.spec.names;
  const accepted = crd.status?.acceptedNames;
  const conflicts: NameConflict[] = [];
  const accept = (
    field: 'plural' | 'singular' | 'kind' | 'listKind',
    reason: string,
    taken: ReadonlySet<string>,
  ): string => {
    const name = wanted[field] ?? '';
    if (name === accepted?.[field] || !taken.has(name)) return name;
    conflicts.push({ reason, message: inUse([name]) });
    return accepted?.[field] ?? '';
  };
  const plural = accept('plural', 'PluralConflict', used.resources);
  const singular = accept('singular', 'SingularConflict', used.resources);
  const taken = (wanted.shortNames ?? []).filter(
    (name) => accepted?.shortNames?.includes(name) !== true && used.resources.has(name),
  );
  if (taken.length > 0) conflicts.push({ reason: 'ShortNamesConflict', message: inUse(taken) });
  const kind = accept('kind', 'KindConflict', used.kinds);
  const listKind = accept('listKind', 'ListKindConflict', used.kinds);
  const shortNames = taken.length > 0 ? accepted?.shortNames : wanted.shortNames;
  const names = {
    plural,
    ...optional({ singular, shortNames }),
    kind,
    ...optional({ listKind, categories: wanted.categories }),
  };
  const last = conflicts.at(-1);
  return last === undefined ? { names } : { names, conflict: last };
}

function inUse(names: readonly string[]): string {
  const texts = names.map((name) => `${JSON.stringify(name)} is already in use`);
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

/** Leaves out what is empty. */
function optional<T extends Readonly<Record<string, string | readonly string[] | undefined>>>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value.length > 0),
  ) as Partial<T>;
}

/** The status of a definition whose names are accepted, so that it is established now; `undefined` when there is nothing to do. */
export function establish(crd: CustomResourceDefinition, now: string): Status | undefined {
  if (!hasCondition(crd, 'NamesAccepted') || hasCondition(crd, 'Established')) return undefined;
  const conditions = withCondition(crd.status?.conditions ?? [], {
    type: 'Established',
    status: 'True',
    lastTransitionTime: now,
    reason: 'InitialNamesAccepted',
    message: 'the initial names have been accepted',
  });
  return { ...crd.status, conditions };
}

function withEstablished(
  conditions: readonly CrdCondition[],
  { accepted, now }: { readonly accepted: boolean; readonly now: string },
) {
  const present = conditions.find(({ type }) => type === 'Established');
  if (present?.status === 'True') return conditions;
  const outcome = accepted
    ? { status: 'False', reason: 'Installing', message: 'the initial names have been accepted' }
    : { status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
  return withCondition(conditions, { type: 'Established', lastTransitionTime: now, ...outcome });
}

function isSame(a: Status, b: Status | undefined): boolean {
  return jsonEqual(a as unknown as JsonValue, (b ?? null) as unknown as JsonValue); // JSON by contract.
}
