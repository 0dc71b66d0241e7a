import { byteLength, quoteText } from '@gotk/go-template';
import { helmError } from '../helm-error.js';

const MAX_NAME_BYTES = 53;
const VALID_NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Makes sure that a release may have this name. @throws LocatedError `release-name` with Helm's text */
export function checkReleaseName(name: string): void {
  if (name === '') throw nameError(name, 'no name provided');
  if (byteLength(name) <= MAX_NAME_BYTES && VALID_NAME.test(name)) return;
  const rule = `must match regex ${VALID_NAME.source} and the length must not be longer than ${MAX_NAME_BYTES}`;
  throw nameError(name, `invalid release name, ${rule}`);
}

function nameError(name: string, problem: string): Error {
  return helmError('release-name', `release name ${quoteText(name)}: ${problem}`, {
    hint: 'Name the release with small letters, digits, dashes and dots.',
  });
}
