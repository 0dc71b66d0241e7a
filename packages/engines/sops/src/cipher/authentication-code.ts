import { sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** SHA-256 of `sops`: keeps codes over encrypted values alone apart from codes over all values. */
const ENCRYPTED_ONLY = '8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69';

/** The message authentication code of a file under construction. */
export class AuthenticationCode {
  readonly #hash = sha512.create();

  constructor(encryptedOnly: boolean) {
    if (encryptedOnly)
      this.#hash.update(Uint8Array.from(ENCRYPTED_ONLY.match(/../g) ?? [], (hex) => Number(`0x${hex}`)));
  }

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** In hexadecimal, upper case. */
  digest(): string {
    return bytesToHex(this.#hash.digest()).toUpperCase();
  }
}
