import type { Flag } from '../../../cli/flag.js';
import { oneOf } from '../flag-types.js';

/** What kind of key is made for SSH where none is given. */
export const sshKeyFlags: readonly Flag[] = [
  {
    name: 'ssh-key-algorithm',
    type: oneOf('publicKeyAlgorithm', 'public key algorithm', ['rsa', 'ecdsa', 'ed25519']),
    default: 'ecdsa',
    usage: 'SSH public key algorithm (rsa, ecdsa, ed25519)',
  },
  {
    name: 'ssh-rsa-bits',
    type: { name: 'rsaKeyBits', parse: parseBits },
    default: '2048',
    usage: 'SSH RSA public key bit size (multiplies of 8)',
  },
  {
    name: 'ssh-ecdsa-curve',
    type: oneOf('ecdsaCurve', 'curve', ['p256', 'p384', 'p521']),
    default: 'p384',
    usage: 'SSH ECDSA public key curve (p256, p384, p521)',
  },
];

const MAX_BITS = 16_384;

function parseBits(text: string): string {
  const bits = Number(text);
  if (!/^\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (bits < 1024 || bits > MAX_BITS) throw new Error(`RSA key bit size must be between 1024 and ${MAX_BITS}`);
  if (bits % 8 !== 0) throw new Error(`RSA key bit size must be a multiples of 8`);
  return text;
}
