import { checkDns1123Label, checkDns1123Subdomain, checkQualifiedName, regexError } from '@gotk/name-rules';
import { type FieldError, invalidField, requiredField } from './field-error.js';

/** Whether the text is a subdomain with at least three segments. */
export function validateFullyQualifiedName(value: string, field: string): readonly FieldError[] {
  if (value === '') return [requiredField(field)];
  const errors = checkDns1123Subdomain(value);
  if (errors.length > 0) return [invalidField(field, value, errors.join(','))];
  if (value.split('.').length >= 3) return [];
  return [invalidField(field, value, 'should be a domain with at least three segments separated by dots')];
}

/** Whether the text is a domain name with at least two segments; it may end with a dot. */
export function validateFullyQualifiedDomainName(value: string, field: string): readonly FieldError[] {
  if (value === '') return [requiredField(field)];
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  const errors = checkDns1123Subdomain(name);
  if (errors.length > 0) return [invalidField(field, name, errors.join(','))];
  const labels = name.split('.');
  if (labels.length < 2) {
    return [invalidField(field, name, 'should be a domain with at least two segments separated by dots')];
  }
  for (const label of labels) {
    const labelErrors = checkDns1123Label(label);
    if (labelErrors.length > 0) return [invalidField(field, label, labelErrors.join(','))];
  }
  return [];
}

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const httpPathPattern = new RegExp(`^${HTTP_PATH}$`);

/** Whether the text is `domain/path`, as names of signers are. */
export function validateDomainPrefixedPath(value: string, field: string): readonly FieldError[] {
  if (value === '') return [requiredField(field)];
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1) {
    return [invalidField(field, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const host = value.slice(0, slash);
  const path = value.slice(slash + 1);
  const errors = checkDns1123Subdomain(host).map((error) => invalidField(field, host, error));
  if (!httpPathPattern.test(path)) errors.push(invalidField(field, path, regexError('Invalid path', HTTP_PATH)));
  return errors;
}

/** Whether the text is a qualified name, as finalizers and condition types are. */
export function validateQualifiedName(value: string, field: string): readonly FieldError[] {
  return checkQualifiedName(value).map((error) => invalidField(field, value, error));
}
