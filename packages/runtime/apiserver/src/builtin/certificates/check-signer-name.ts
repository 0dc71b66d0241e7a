import {
  checkDns1123Label,
  checkDns1123Subdomain,
  type FieldError,
  invalidField,
  requiredField,
  tooLongField,
} from '@gotk/objects';

const MAX_DOMAIN = 253;
const FORM = "must be a fully qualified domain and path of the form 'example.com/signer-name'";

/** What is wrong with the name of who signs certificates: a domain and a path. */
export function checkSignerName(name: string, field: string): readonly FieldError[] {
  if (name === '') return [requiredField(field, '')];
  const [domain = '', path, ...more] = name.split('/');
  if (path === undefined || more.length > 0) return [invalidField(field, name, FORM)];
  const labels = domain.split('.');
  return [
    ...(domain.length > MAX_DOMAIN ? [tooLongField(field, MAX_DOMAIN)] : []),
    ...firstProblem(labels, checkDns1123Label).map((detail) => invalidField(field, domain, detail)),
    ...(labels.length < 2
      ? [invalidField(field, domain, 'should be a domain with at least two segments separated by dots')]
      : []),
    ...firstProblem(path.split('.'), checkDns1123Subdomain).map((detail) => invalidField(field, path, detail)),
  ];
}

function firstProblem(labels: readonly string[], check: (label: string) => readonly string[]): readonly string[] {
  const bad = labels.find((label) => check(label).length > 0);
  return bad === undefined ? [] : check(bad).map((error) => `validating label ${JSON.stringify(bad)}: ${error}`);
}
