import { choice, list, required, sharedObject, text } from '../build.js';
import type { ListSchema, ObjectSchema, Schema } from '../schema.js';
import { localRef } from './references.js';

const oidcIdentity = sharedObject('OidcIdentityMatch', 'An identity accepted in keyless signatures.', {
  issuer: required(text('Regular expression for the issuer.')),
  subject: required(text('Regular expression for the subject.')),
});

/** The tool that made the signatures. */
export function verifyProvider(): Schema {
  return required(choice('Tool whose signatures are checked.', ['cosign', 'notation'], { default: 'cosign' }));
}

/** Secret with the public keys of trusted signers. */
export function verifySecret(): ObjectSchema {
  return localRef('Secret with the public keys of trusted signers; without it, signatures are checked keyless.');
}

/** Identities accepted in keyless signatures. */
export function oidcIdentities(): ListSchema {
  return list('Identities accepted in keyless signatures; one must match.', oidcIdentity);
}
