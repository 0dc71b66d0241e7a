import type { SopsRecipient } from '../encrypt-sops.js';
import { encryptAge } from './encrypt-age.js';
import { x25519Recipient } from './x25519-identity.js';

/**
 * Encrypts data keys for `age1…`.
 *
 * @param random gives as many random bytes as it is asked for, fit for cryptography.
 * @throws Error in age's words for a recipient that is none.
 */
export function ageRecipient(recipient: string, random: (bytes: number) => Uint8Array): SopsRecipient {
  const wrap = x25519Recipient(recipient, random);
  return {
    wrap: async (dataKey) => ({ type: 'age', recipient, enc: await encryptAge(dataKey, { wrap, random }) }),
  };
}
