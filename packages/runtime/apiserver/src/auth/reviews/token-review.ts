import type { DraftObject } from '../../drafts/draft.js';
import { badRequest } from '../../errors/api-errors.js';
import type { KindAnswer } from '../../registry/kind-answer.js';
import { API_AUDIENCE } from '../authentication.js';
import { userInfoOf } from './user-info.js';

interface TokenReviewDraft extends DraftObject {
  spec: { token?: string; audiences?: string[] };
}

/** Says whom a token stands for. */
export const answerTokenReview: KindAnswer<TokenReviewDraft> = async (review, { core }) => {
  const { token = '', audiences = [] } = review.spec;
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  const result = await core.authentication.authenticate(token, audiences.length === 0 ? [API_AUDIENCE] : audiences);
  if (result.kind === 'refused') return { ...review, status: { user: {}, error: result.problem } };
  const user = userInfoOf(result.identity);
  return { ...review, status: { authenticated: true, user, audiences: [...result.audiences] } };
};
