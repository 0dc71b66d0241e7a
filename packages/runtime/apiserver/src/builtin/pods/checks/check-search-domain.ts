import { regexError } from '@gotk/objects';

const LABEL = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const FORM = `_?${LABEL}(\\._?${LABEL})*`;
const MAX_NAME = 253;
const RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const pattern = new RegExp(`^${FORM}$`);

/** What is wrong with a search domain, whose labels may begin with an underscore. */
export function checkSearchDomain(name: string): readonly string[] {
  return [
    ...(name.length > MAX_NAME ? [`must be no more than ${MAX_NAME} characters`] : []),
    ...(pattern.test(name) ? [] : [regexError(RULE, FORM, 'example.com')]),
  ];
}
