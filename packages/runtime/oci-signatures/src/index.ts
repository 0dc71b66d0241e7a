export { cosignKeyCheck } from './cosign/cosign-key-check.js';
export { cosignKeylessCheck, type KeylessOptions, type SignerIdentity } from './cosign/cosign-keyless-check.js';
export {
  type PublicRootOptions,
  publicTrustedRoot,
  type TrustedRootSource,
  trustedRootFromJson,
} from './cosign/trusted-root.js';
export { type NotationOptions, notationCheck } from './notation/notation-check.js';
export type { SignatureCheck, SignedManifest } from './signature-check.js';
