import { jsonEqual } from '@gotk/json';
import { asJson, type FieldError } from '@gotk/objects';
import { asStored } from '../builtin/empty-collections.js';
import type { DraftObject } from '../drafts/draft.js';
import { sealDraft } from '../drafts/draft.js';
import type { StrategyContext } from '../registry/resource-strategy.js';
import type { ResourceRequest } from '../request/resource-request.js';

interface UpdateOfObject {
  readonly request: ResourceRequest;
  readonly draft: DraftObject;
  readonly old: DraftObject;
  readonly context: StrategyContext;
}

/**
 * Lets the kind's rules shape an update, of the object or of its status.
 *
 * @param afterPrepare runs between shaping and checking.
 * @returns the checks, to be run after the general ones.
 */
export function runUpdateStrategy(
  { request, draft, old, context }: UpdateOfObject,
  afterPrepare: () => void,
): () => readonly FieldError[] {
  const { strategy } = request.served.definition;
  if (old.metadata.generation === undefined) delete draft.metadata.generation;
  else draft.metadata.generation = old.metadata.generation;
  if (request.subresource === 'status') {
    keepAllButStatus(draft, old);
    strategy.prepareForStatusUpdate?.(draft, old, context);
    afterPrepare();
    return () => strategy.validateStatusUpdate?.(draft, old, context) ?? [];
  }
  const own = strategy.subresources?.[request.subresource ?? ''];
  if (own !== undefined) {
    own.prepareForUpdate?.(draft, old, context);
    afterPrepare();
    return () => own.validateUpdate?.(draft, old, context) ?? [];
  }
  if (strategy.statusField === true) keepStatus(draft, old);
  strategy.prepareForUpdate?.(draft, old, context);
  if (
    strategy.generation === true &&
    specChanged(strategy.countsEmpty === true ? draft : asStored(draft), old, strategy.statusField === true)
  )
    draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  afterPrepare();
  return () => strategy.validateUpdate?.(draft, old, context) ?? [];
}

/** The main resource cannot write status. */
function keepStatus(draft: DraftObject, old: DraftObject): void {
  if (old['status'] === undefined) delete draft['status'];
  else draft['status'] = old['status'];
}

/** The status subresource writes status alone. */
function keepAllButStatus(draft: DraftObject, old: DraftObject): void {
  for (const field of Object.keys(draft)) {
    if (field !== 'status' && field !== 'metadata' && !Object.hasOwn(old, field)) delete draft[field];
  }
  for (const [field, value] of Object.entries(old)) {
    if (field !== 'status' && field !== 'metadata') draft[field] = value;
  }
}

/** Whether anything but metadata differs, and the status where that is the server's. */
function specChanged(draft: DraftObject, old: DraftObject, statusField: boolean): boolean {
  const { metadata: _m, status, ...fields } = asJson(sealDraft(draft));
  const { metadata: _om, status: oldStatus, ...oldFields } = asJson(sealDraft(old));
  return !jsonEqual(fields, oldFields) || (!statusField && !jsonEqual(status ?? null, oldStatus ?? null));
}
