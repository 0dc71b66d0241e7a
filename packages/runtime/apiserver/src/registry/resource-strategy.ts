import type { Identity } from '@gotk/kube-client';
import type { FieldError } from '@gotk/objects';
import type { AccessControl } from '../core/api-core.js';
import type { DraftObject } from '../drafts/draft.js';
import type { DeleteOptions } from '../request/delete-options.js';
import type { Store } from '../storage/store.js';

/** What the rules of a kind may look at beside the object. */
export interface StrategyContext {
  readonly store: Store;
  readonly nowMs: number;
  readonly user: Identity;
  readonly dryRun: boolean;
  /** Collects `Warning` texts for the answer. */
  readonly warnings: string[];
  readonly randomUuid: () => string;
  readonly access: AccessControl;
  readonly namespace: string | undefined;
  /** The name in the request's path; creations have none. */
  readonly requestName: string;
}

/** The rules that the objects of one resource live by. `T` is the stored version; drafts are private copies and may be changed. */
export interface ResourceStrategy<T extends DraftObject = DraftObject> {
  /** Whether a PUT to a name that is not there creates it. Default false. */
  readonly allowCreateOnUpdate?: boolean;
  /** Whether a PUT without resourceVersion is taken. Default true. */
  readonly allowUnconditionalUpdate?: boolean;
  /**
   * Seconds a deletion waits, from what the request asks for; `undefined`: this object does not wait.
   * Absent: objects of the kind never wait.
   */
  gracePeriodSeconds?(object: T, requested: number | undefined): number | undefined;
  /** Whether a deletion answers with the object instead of a Status. Default false. */
  readonly returnsDeleted?: boolean;
  /** Whether creation sets generation 1 and changes outside metadata and status raise it. Default false. */
  readonly generation?: boolean;
  /** Whether a list or map that is sent without items, where there was none, raises the generation too. Default false. */
  readonly countsEmpty?: boolean;
  /** Whether `status` is the server's: the main resource cannot write it, the status subresource writes it alone. Default false. */
  readonly statusField?: boolean;
  /** What a write of the status subresource never owns. Default: everything but status. */
  readonly statusResets?: readonly (readonly string[])[];
  /** What writes of the object itself never own beside the status. Default: nothing. */
  readonly resets?: readonly (readonly string[])[];
  /** Whether dependents outlive an object unless the deletion says otherwise. Default false. */
  readonly orphansByDefault?: boolean;
  /** A warning for deletions that do not say what becomes of dependents. */
  readonly deletionWarning?: string;
  /** Refuses what the user may not do although the kind's verbs are allowed. `old` is absent for a creation. @throws ApiError */
  authorize?(object: T, old: T | undefined, context: StrategyContext): void;
  prepareForCreate?(object: T, context: StrategyContext): void;
  prepareForUpdate?(object: T, old: T, context: StrategyContext): void;
  prepareForStatusUpdate?(object: T, old: T, context: StrategyContext): void;
  /**
   * Lets a kind that ends in steps of its own begin with them: `mark` stores the changed draft and answers with it, `wait` answers
   * with the object as it is, `undefined` leaves the deletion to the general rules.
   */
  beginDeletion?(object: T, context: StrategyContext, options: DeleteOptions): 'mark' | 'wait' | undefined;
  validate?(object: T, context: StrategyContext): readonly FieldError[];
  validateUpdate?(object: T, old: T, context: StrategyContext): readonly FieldError[];
  validateStatusUpdate?(object: T, old: T, context: StrategyContext): readonly FieldError[];
  /** The rules of subresources that show the object itself but let other parts of it be written. */
  readonly subresources?: Readonly<Record<string, SubresourceRules<T>>>;
  /** Whether an object under deletion may go once it has no finalizers. Default true. */
  mayGo?(object: T): boolean;
  /** Warnings about an object that passed its checks; `old` is absent for a creation. */
  warn?(object: T, old: T | undefined): readonly string[];
  /** Gives the object what only one object may have (addresses, ports), before it is checked. `old` is absent for a creation. */
  allocate?(object: T, old: T | undefined, context: StrategyContext): Allocation | undefined;
}

/** The rules by which one subresource changes an object. */
export interface SubresourceRules<T extends DraftObject> {
  /** What its writes never own. Default: nothing. */
  readonly resets?: readonly (readonly string[])[];
  prepareForUpdate?(object: T, old: T, context: StrategyContext): void;
  validateUpdate?(object: T, old: T, context: StrategyContext): readonly FieldError[];
}

/** What was set aside for an object that is being written. */
export interface Allocation {
  /** The write ended, well or not: what the store holds counts from here on. */
  settle(): void;
}
