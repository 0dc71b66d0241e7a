import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';

interface AccountDraft extends DraftObject {
  secrets?: { name?: string }[];
}

const ENFORCE = 'kubernetes.io/enforce-mountable-secrets';

/** ServiceAccounts are names that pods run under. */
export const serviceAccountKind = builtinKind<AccountDraft>({
  strategy: {
    prepareForCreate: keepNames,
    prepareForUpdate: keepNames,
    validate: (account) => namespacedMeta(account),
    validateUpdate: (account, old) => [...changedMeta(account, old), ...namespacedMeta(account)],
    warn: ({ metadata }, old) => {
      const isNew = metadata.annotations?.[ENFORCE] !== undefined && old?.metadata.annotations?.[ENFORCE] === undefined;
      const advice = 'deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets';
      return isNew ? [`metadata.annotations[${ENFORCE}]: ${advice}`] : [];
    },
  },
});

/** Secrets are of the account's namespace: of what could be said about them only the names are kept. */
function keepNames(account: AccountDraft): void {
  if (account.secrets !== undefined)
    account.secrets = account.secrets.map(({ name }) => (name === undefined ? {} : { name }));
}
