export { type Digest, type DigestAlgorithm, digestOf, hasDigest, parseDigest } from './digest.js';
export { kustomizeHash, kustomizeHashOfList, kustomizeHashOfText } from './kustomize-hash.js';
export { sha256Hex, toHex } from './sha256.js';
export { shortenReleaseName } from './shorten-release-name.js';
