import { renderHeader } from './age-header.js';
import { concatBytes, renderArmor } from './armor.js';
import { headerMac } from './decrypt-age.js';
import { encryptPayload } from './payload.js';
import type { Stanza } from './stanza.js';

const FILE_KEY_BYTES = 16;
const NONCE_BYTES = 16;

/** Wraps a file key for one recipient. */
export type WrapFileKey = (fileKey: Uint8Array) => Stanza | Promise<Stanza>;

/** Encrypts for one recipient. @param options.random gives as many random bytes as it is asked for. */
export async function encryptAge(
  plain: Uint8Array,
  { wrap, random }: { readonly wrap: WrapFileKey; readonly random: (bytes: number) => Uint8Array },
): Promise<string> {
  const fileKey = random(FILE_KEY_BYTES);
  const stanzas = [await wrap(fileKey)];
  const header = new TextEncoder().encode(renderHeader({ stanzas, mac: headerMac(fileKey, stanzas) }));
  return renderArmor(concatBytes([header, encryptPayload(plain, fileKey, random(NONCE_BYTES))]));
}
