import { sha256Hex } from './sha256.js';

/** Longest name of a Helm release. */
const MAX_LENGTH = 53;
const HASH_LENGTH = 12;

/** A release name that Helm accepts: a longer one is cut, and told apart by a hash of the whole. */
export function shortenReleaseName(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}-${sha256Hex(name).slice(0, HASH_LENGTH)}`;
}
