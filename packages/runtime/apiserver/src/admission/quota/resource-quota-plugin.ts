import {
  addQuantities,
  compareQuantities,
  compareToInteger,
  parseQuantity,
  renderQuantity,
  subtractQuantities,
} from '@gotk/quantity';
import type { ResourceList } from '../../builtin/core/pod-draft.js';
import { addLists } from '../../builtin/core/pod-resources.js';
import type { ResourceQuotaDraft } from '../../builtin/core/resource-quota.js';
import type { ApiCore } from '../../core/api-core.js';
import { type DraftObject, draftOf } from '../../drafts/draft.js';
import type { ObjectRecord } from '../../storage/object-record.js';
import type { AdmissionPlugin, AdmissionReview } from '../admission-chain.js';
import { forbidWrite } from '../forbid-write.js';
import { type QuotaEvaluator, quotaEvaluator } from './quota-evaluator.js';
import { scopesOf } from './quota-scopes.js';
import { storeUsage } from './store-usage.js';

const COLLECTION = '/resourcequotas';

/** Refuses what goes beyond the quotas of its namespace, and counts what does not. */
export function resourceQuotaPlugin(core: ApiCore): AdmissionPlugin {
  return {
    validate: (review) => {
      const { namespace, object, served, dryRun } = review;
      if (namespace === undefined || object === undefined || served.definition.collection === '/namespaces') return;
      const quotas = [...core.store.scan(COLLECTION, `${namespace}/`)];
      if (quotas.length === 0) return;
      const evaluator = quotaEvaluator(served.definition);
      if (!evaluator.handles(review)) return;
      const charge: Charge = { review, evaluator, object, nowMs: core.clock.now() };
      for (const record of quotas) refuseUncountable(record, charge);
      const charged = quotas.flatMap((record) => chargeQuota(record, charge));
      if (dryRun) return;
      return storeUsage(core, charged);
    },
  };
}

interface Charge {
  readonly review: AdmissionReview;
  readonly evaluator: QuotaEvaluator;
  readonly object: DraftObject;
  readonly nowMs: number;
}

/** A quota and what is used of it once the write is done. */
export interface ChargedQuota {
  readonly record: ObjectRecord;
  readonly used: ResourceList;
}

/** What a quota counts must be said. All quotas are asked for that before anything is counted. @throws ApiError */
function refuseUncountable(record: ObjectRecord, { review, evaluator, object }: Charge): void {
  const quota = record.object as unknown as ResourceQuotaDraft; // By the collection's codec.
  const names = Object.keys(quota.status.hard ?? {}).filter((name) => evaluator.counts(name));
  if (names.length === 0 || !matches(quota, evaluator, object)) return;
  const problem = evaluator.problem?.(names, object);
  if (problem !== undefined)
    throw forbidWrite(review, `failed quota: ${record.object.metadata.name ?? ''}: ${problem}`);
}

/** What the write makes of a quota; nothing where they have nothing to do with each other. @throws ApiError */
function chargeQuota(record: ObjectRecord, charge: Charge): readonly ChargedQuota[] {
  const { review, evaluator, object } = charge;
  const quota = record.object as unknown as ResourceQuotaDraft; // By the collection's codec.
  const { hard = {}, used = {} } = quota.status;
  const names = Object.keys(hard).filter((name) => evaluator.counts(name));
  if (names.length === 0 || !matches(quota, evaluator, object)) return [];
  const name = record.object.metadata.name ?? '';
  if (names.some((each) => used[each] === undefined))
    throw forbidWrite(review, `status unknown for quota: ${name}, resources: ${[...names].sort().join(',')}`);
  const delta = only(names, deltaOf(quota, charge));
  if (Object.keys(delta).length === 0) return [];
  const next = addLists(used, delta);
  refuseExcess(charge, { name, hard, used, delta, next });
  return [{ record, used: next }];
}

function matches(quota: ResourceQuotaDraft, evaluator: QuotaEvaluator, object: DraftObject): boolean {
  return scopesOf(quota).every((scope) => evaluator.inScope(scope, object));
}

/** What the write adds; a change adds what it has more than before, as far as that was counted. */
function deltaOf(quota: ResourceQuotaDraft, { review, evaluator, object, nowMs }: Charge): ResourceList {
  const usage = evaluator.usage(object, nowMs);
  if (review.operation !== 'UPDATE' || review.oldObject === undefined) return usage;
  const old = draftOf(review.oldObject);
  if (!matches(quota, evaluator, old)) return usage;
  const before = evaluator.usage(old, nowMs);
  return Object.fromEntries(
    Object.entries(usage).map(([name, amount]) => {
      const more = subtractQuantities(parseQuantity(amount), parseQuantity(before[name] ?? '0'));
      return [name, compareToInteger(more, 0n) > 0 ? renderQuantity(more) : '0'];
    }),
  );
}

function only(names: readonly string[], amounts: ResourceList): ResourceList {
  const entries = Object.entries(amounts).filter(
    ([name, amount]) => names.includes(name) && compareToInteger(parseQuantity(amount), 0n) !== 0,
  );
  return Object.fromEntries(entries);
}

interface Excess {
  readonly name: string;
  readonly hard: ResourceList;
  readonly used: ResourceList;
  readonly delta: ResourceList;
  readonly next: ResourceList;
}

function refuseExcess({ review }: Charge, { name, hard, used, delta, next }: Excess): void {
  const over = Object.keys(delta)
    .filter((each) => compareQuantities(parseQuantity(next[each] ?? '0'), parseQuantity(hard[each] ?? '0')) > 0)
    .sort();
  if (over.length === 0) return;
  const shown = (list: ResourceList): string =>
    over.map((each) => `${each}=${renderQuantity(addQuantities(parseQuantity(list[each] ?? '0'), ZERO))}`).join(',');
  const texts = `requested: ${shown(delta)}, used: ${shown(used)}, limited: ${shown(hard)}`;
  throw forbidWrite(review, `exceeded quota: ${name}, ${texts}`);
}

const ZERO = parseQuantity('0');
