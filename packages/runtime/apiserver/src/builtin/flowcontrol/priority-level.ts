import { type FieldError, forbiddenField, invalidField, notSupportedField, requiredField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { clusterMeta } from '../object-meta-rules.js';
import { checkFlowConditions, type FlowStatusDraft } from './check-flow-conditions.js';

interface QueuingDraft {
  queues: number;
  handSize: number;
  queueLengthLimit: number;
}

interface LimitedDraft {
  nominalConcurrencyShares?: number;
  lendablePercent?: number;
  borrowingLimitPercent?: number;
  limitResponse: { type: string; queuing?: QueuingDraft };
}

interface LevelDraft extends DraftObject {
  spec: {
    type: string;
    limited?: LimitedDraft;
    exempt?: { nominalConcurrencyShares?: number; lendablePercent?: number };
  };
  status?: FlowStatusDraft;
}

const MAX_QUEUES = 10_000_000;
const MAX_HASH_BITS = 60;

/** PriorityLevelConfigurations share out how many requests are answered at once. */
export const priorityLevelKind = builtinKind<LevelDraft>({
  strategy: {
    validate: check,
    validateUpdate: check,
    validateStatusUpdate: ({ status }) => checkFlowConditions(status),
  },
});

function check(level: LevelDraft): readonly FieldError[] {
  const { type } = level.spec;
  const isExempt = level.metadata.name === 'exempt';
  return [
    ...clusterMeta(level),
    ...(isExempt === (type === 'Exempt')
      ? []
      : [invalidField('spec.type', type, "must be 'Exempt' if and only if `name` is 'exempt'")]),
    ...checkType(level.spec),
    ...checkFlowConditions(level.status),
  ];
}

function checkType({ type, limited, exempt }: LevelDraft['spec']): readonly FieldError[] {
  switch (type) {
    case 'Exempt':
      return [
        ...(limited === undefined ? [] : [forbiddenField('spec.limited', 'must be nil if the type is not Limited')]),
        ...(exempt === undefined ? [] : checkShares(exempt, 'spec.exempt')),
      ];
    case 'Limited':
      return [
        ...(exempt === undefined ? [] : [forbiddenField('spec.exempt', 'must be nil if the type is Limited')]),
        ...(limited === undefined
          ? [requiredField('spec.limited', 'must not be empty when type is Limited')]
          : checkLimited(limited)),
      ];
    case '':
      return [requiredField('spec.type', '')];
    default:
      return [notSupportedField('spec.type', type, ['Exempt', 'Limited'])];
  }
}

function checkShares(
  { nominalConcurrencyShares: shares = 0, lendablePercent: lendable = 0 }: NonNullable<LevelDraft['spec']['exempt']>,
  field: string,
): readonly FieldError[] {
  return [
    ...(shares < 0
      ? [invalidField(`${field}.nominalConcurrencyShares`, shares, 'must be a non-negative integer')]
      : []),
    ...(lendable < 0 || lendable > 100
      ? [invalidField(`${field}.lendablePercent`, lendable, 'must be between 0 and 100, inclusive')]
      : []),
  ];
}

function checkLimited(limited: LimitedDraft): readonly FieldError[] {
  const { borrowingLimitPercent: borrowing = 0, limitResponse } = limited;
  const field = 'spec.limited';
  return [
    ...checkShares(limited, field),
    ...checkResponse(limitResponse, `${field}.limitResponse`),
    ...(borrowing < 0
      ? [invalidField(`${field}.borrowingLimitPercent`, borrowing, 'if specified, must be a non-negative integer')]
      : []),
  ];
}

function checkResponse({ type, queuing }: LimitedDraft['limitResponse'], field: string): readonly FieldError[] {
  const at = `${field}.queuing`;
  switch (type) {
    case 'Reject':
      return queuing === undefined
        ? []
        : [forbiddenField(at, 'must be nil if limited.limitResponse.type is not Limited')];
    case 'Queue':
      return queuing === undefined
        ? [requiredField(at, 'must not be empty if limited.limitResponse.type is Limited')]
        : checkQueuing(queuing, at);
    case '':
      return [requiredField(`${field}.type`, '')];
    default:
      return [notSupportedField(`${field}.type`, type, ['Queue', 'Reject'])];
  }
}

function checkQueuing({ queues, handSize, queueLengthLimit }: QueuingDraft, field: string): readonly FieldError[] {
  const refuse = (name: string, value: number, detail: string) => [invalidField(`${field}.${name}`, value, detail)];
  return [
    ...(queueLengthLimit <= 0 ? refuse('queueLengthLimit', queueLengthLimit, 'must be positive') : []),
    ...(queues <= 0 ? refuse('queues', queues, 'must be positive') : []),
    ...(queues > MAX_QUEUES ? refuse('queues', queues, `must not be greater than ${MAX_QUEUES}`) : []),
    ...checkHand(queues, handSize).flatMap((detail) => refuse('handSize', handSize, detail)),
  ];
}

function checkHand(queues: number, handSize: number): readonly string[] {
  if (handSize <= 0) return ['must be positive'];
  if (handSize > queues) return [`should not be greater than queues (${queues})`];
  if (entropyBits(queues, handSize) <= MAX_HASH_BITS) return [];
  return [
    `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${MAX_HASH_BITS}`,
  ];
}

/** How many bits of a hash it takes to choose a hand of queues. */
function entropyBits(queues: number, handSize: number): number {
  return Math.ceil(Math.log2(queues) * handSize);
}
