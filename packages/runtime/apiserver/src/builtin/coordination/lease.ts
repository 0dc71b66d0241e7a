import { checkQualifiedName, type FieldError, forbiddenField, invalidField, notSupportedField } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';

interface LeaseDraft extends DraftObject {
  spec: {
    leaseDurationSeconds?: number;
    leaseTransitions?: number;
    strategy?: string;
    preferredHolder?: string;
  };
}

/** Leases last for a while and are handed on. */
export const leaseKind = builtinKind<LeaseDraft>({
  strategy: {
    prepareForCreate: dropElection,
    prepareForUpdate: dropElection,
    validate: (lease) => [...namespacedMeta(lease), ...checkSpec(lease)],
    validateUpdate: (lease, old) => [...changedMeta(lease, old), ...checkSpec(lease)],
  },
});

/** Elections by the server are switched off, and so are their fields. */
function dropElection({ spec }: LeaseDraft): void {
  delete spec.strategy;
  delete spec.preferredHolder;
}

function checkSpec({ spec }: LeaseDraft): readonly FieldError[] {
  const { leaseDurationSeconds: seconds, leaseTransitions: transitions, strategy, preferredHolder = '' } = spec;
  const errors: FieldError[] = [];
  if (seconds !== undefined && seconds <= 0)
    errors.push(invalidField('spec.leaseDurationSeconds', seconds, 'must be greater than 0'));
  if (transitions !== undefined && transitions < 0)
    errors.push(invalidField('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'));
  if (strategy !== undefined) errors.push(...checkStrategy(strategy));
  if (preferredHolder !== '' && (strategy ?? '') === '')
    errors.push(forbiddenField('spec.preferredHolder', 'may only be specified if `strategy` is defined'));
  return errors;
}

function checkStrategy(strategy: string): readonly FieldError[] {
  const known = ['OldestEmulationVersion'];
  // The API says the field twice.
  const field = 'spec.strategy.strategy';
  if (!strategy.includes('/')) return known.includes(strategy) ? [] : [notSupportedField(field, strategy, known)];
  return checkQualifiedName(strategy).map((error) => invalidField(field, strategy, error));
}
