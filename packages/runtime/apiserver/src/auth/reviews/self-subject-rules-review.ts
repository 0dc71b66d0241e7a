import type { Identity } from '@gotk/kube-client';
import type { DraftObject } from '../../drafts/draft.js';
import { badRequest } from '../../errors/api-errors.js';
import type { KindAnswer } from '../../registry/kind-answer.js';
import { aggregate } from '../rbac/rbac-authorizer.js';
import type { PolicyRule } from '../rbac/rbac-objects.js';
import type { RuleResolver } from '../rbac/rule-resolver.js';

interface RulesReviewDraft extends DraftObject {
  spec: { namespace?: string };
}

/** Lists what whoever asks may do in a namespace. */
export const answerSelfSubjectRulesReview: KindAnswer<RulesReviewDraft> = (review, { core, user }) => {
  const { namespace = '' } = review.spec;
  if (namespace === '') throw badRequest('no namespace on request');
  const { rules, problems } = rulesOf(core.access.resolver, user, namespace);
  const { apiVersion, kind } = review;
  return {
    apiVersion,
    kind,
    metadata: {},
    spec: {},
    status: {
      resourceRules: rules.filter(({ resources = [] }) => resources.length > 0).map(resourceRule),
      nonResourceRules: rules.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0).map(pathRule),
      incomplete: false,
      ...(problems.length === 0 ? {} : { evaluationError: aggregate(problems) }),
    },
  };
};

function rulesOf(resolver: RuleResolver, user: Identity, namespace: string) {
  const rules: PolicyRule[] = [];
  const problems: string[] = [];
  for (const found of resolver.rulesFor(user, namespace)) {
    if (found.kind === 'rule') rules.push(found.rule);
    else problems.push(found.problem);
  }
  return { rules, problems };
}

function resourceRule({ verbs, apiGroups = [], resources = [], resourceNames = [] }: PolicyRule) {
  return {
    verbs: verbs ?? [],
    ...(apiGroups.length === 0 ? {} : { apiGroups }),
    resources,
    ...(resourceNames.length === 0 ? {} : { resourceNames }),
  };
}

function pathRule({ verbs, nonResourceURLs = [] }: PolicyRule) {
  return { verbs: verbs ?? [], nonResourceURLs };
}
