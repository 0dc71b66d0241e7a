import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

/** ServiceAccounts are names that pods run under. */
export const serviceAccountKind = builtinKind<DraftObject>({
  strategy: {
    validate: (account) => namespacedMeta(account),
    validateUpdate: (account, old) => [...changedMeta(account, old), ...namespacedMeta(account)],
    warn: ({ metadata }, old) => {
      const isNew = metadata.annotations?.[ENFORCE] !== undefined && old?.metadata.annotations?.[ENFORCE] === undefined;
      const advice = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets';
      return isNew ? [`metadata.annotations[${ENFORCE}]: ${advice}`] : [];
    },
  },
});
