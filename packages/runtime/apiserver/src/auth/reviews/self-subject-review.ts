import { renderTime } from '../../core/kube-time.js';
import type { KindAnswer } from '../../registry/kind-answer.js';
import { userInfoOf } from './user-info.js';

/** Says who asks. */
export const answerSelfSubjectReview: KindAnswer = ({ apiVersion, kind }, { core, user }) => ({
  apiVersion,
  kind,
  metadata: { creationTimestamp: renderTime(core.clock.now()) },
  status: { userInfo: userInfoOf(user) },
});
