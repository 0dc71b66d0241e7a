import type { JsonObject } from '@gotk/json';
import type { FlagValues } from '../../cli/flag.js';
import { optionalText, reference } from './fields.js';

/** `spec.verify` out of the flags; `undefined` without them. @throws when a provider is missing. */
export function verifySpec(flags: FlagValues): JsonObject | undefined {
  const provider = optionalText(flags, 'verify-provider');
  const [issuer, subject] = [flags.text('verify-issuer'), flags.text('verify-subject')];
  const hasIdentity = issuer !== '' || subject !== '';
  if (provider === undefined) {
    const what = flags.text('verify-secret-ref') !== '' ? 'a secret' : 'OIDC issuer/subject';
    if (!hasIdentity && what !== 'a secret') return undefined;
    throw new Error(`a verification provider must be specified when ${what} is specified`);
  }
  return {
    provider,
    secretRef: reference(flags, 'verify-secret-ref'),
    matchOIDCIdentity: hasIdentity ? [{ issuer, subject }] : undefined,
  };
}
