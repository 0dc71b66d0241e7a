import type { Identity } from '@gotk/kube-client';
import type { ApiCore } from '../core/api-core.js';
import type { DraftObject } from '../drafts/draft.js';

/** What an answer may look at. */
export interface AnswerContext {
  readonly core: ApiCore;
  readonly user: Identity;
  readonly namespace: string | undefined;
  readonly dryRun: boolean;
}

/** Completes an object of a kind that is not stored: creating one asks a question. @throws ApiError */
export type KindAnswer<T extends DraftObject = DraftObject> = (
  question: T,
  context: AnswerContext,
) => DraftObject | Promise<DraftObject>;
