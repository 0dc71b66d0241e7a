import { parseGoJson } from '@gotk/json';
import { type FieldError, invalidField, requiredField, tooLongField, validateImmutable } from '@gotk/objects';
import type { DraftObject } from '../../drafts/draft.js';
import { builtinKind } from '../builtin-kinds.js';
import { changedMeta, namespacedMeta } from '../object-meta-rules.js';
import { base64Length } from './base64-length.js';
import { checkImmutable, checkKey, MAX_DATA_BYTES } from './config-map.js';
import { keyPairProblem } from './key-pair-problem.js';

/** A Secret under way to the store. */
export interface SecretDraft extends DraftObject {
  immutable?: boolean;
  /** In base64. */
  data?: Record<string, string>;
  type?: string;
}

const ACCOUNT_ANNOTATION = 'kubernetes.io/service-account.name';

/** Secrets hold bytes; their type says which keys there must be. */
export const secretKind = builtinKind<SecretDraft>({
  strategy: {
    prepareForUpdate: (secret, old) => {
      if ((secret.type ?? '') === '' && old.type !== undefined) secret.type = old.type;
    },
    validate: check,
    validateUpdate: (secret, old) => [
      ...changedMeta(secret, old),
      ...validateImmutable(secret.type ?? '', old.type ?? '', 'type'),
      ...checkImmutable(secret, old, ['data']),
      ...check(secret),
    ],
    warn: ({ type, data = {} }) => {
      if (type !== 'kubernetes.io/tls') return [];
      const problem = keyPairProblem(decode(data['tls.crt']), decode(data['tls.key']));
      return problem === undefined ? [] : [problem];
    },
  },
});

function decode(text = ''): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

function check(secret: SecretDraft): readonly FieldError[] {
  const { data = {} } = secret;
  const total = Object.values(data).reduce((sum, value) => sum + base64Length(value), 0);
  return [
    ...namespacedMeta(secret),
    ...Object.keys(data).flatMap((key) => checkKey(`data[${key}]`, key)),
    ...(total > MAX_DATA_BYTES ? [tooLongField('data', MAX_DATA_BYTES)] : []),
    ...checkType(secret),
  ];
}

function checkType({ metadata, type, data = {} }: SecretDraft): readonly FieldError[] {
  const missing = (...keys: readonly string[]) =>
    keys.filter((key) => !Object.hasOwn(data, key)).map((key) => requiredField(`data[${key}]`));
  switch (type) {
    case 'kubernetes.io/service-account-token': {
      const name = metadata.annotations?.[ACCOUNT_ANNOTATION] ?? '';
      return name === '' ? [requiredField(`metadata.annotations[${ACCOUNT_ANNOTATION}]`)] : [];
    }
    case 'kubernetes.io/dockercfg':
      return checkJson(data, '.dockercfg');
    case 'kubernetes.io/dockerconfigjson':
      return checkJson(data, '.dockerconfigjson');
    case 'kubernetes.io/basic-auth': {
      const absent = missing('username', 'password');
      return absent.length === 2 ? absent : [];
    }
    case 'kubernetes.io/ssh-auth':
      return (data['ssh-privatekey'] ?? '') === '' ? [requiredField('data[ssh-privatekey]')] : [];
    case 'kubernetes.io/tls':
      return missing('tls.crt', 'tls.key');
    default:
      return [];
  }
}

function checkJson(data: Readonly<Record<string, string>>, key: string): readonly FieldError[] {
  if (!Object.hasOwn(data, key)) return [requiredField(`data[${key}]`)];
  try {
    parseGoJson(decode(data[key]));
    return [];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [invalidField(`data[${key}]`, '<secret contents redacted>', detail)];
  }
}
