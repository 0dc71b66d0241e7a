/**
 * The rules of names and of other short texts. Each returns what is wrong with the value, in the API server's words;
 * nothing when it is fine.
 */

const LABEL_1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN_1123 = `${LABEL_1123}(\\.${LABEL_1123})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const WILDCARD_SUBDOMAIN = `\\*\\.${SUBDOMAIN_1123}`;
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY})?`;
const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const CONFIG_MAP_KEY = '[-._a-zA-Z0-9]+';
const ENV_VAR_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const HTTP_HEADER_NAME = '[-A-Za-z0-9]+';
const PERCENT = '[0-9]+%';

const LABEL_1123_MAX = 63;
const SUBDOMAIN_MAX = 253;
const LABEL_MAX = 63;
const PORT_NAME_MAX = 15;

const ALPHANUMERIC_ENDS = 'and must start and end with an alphanumeric character';

const label1123Pattern = whole(LABEL_1123);
const subdomainPattern = whole(SUBDOMAIN_1123);
const label1035Pattern = whole(LABEL_1035);
const wildcardPattern = whole(WILDCARD_SUBDOMAIN);
const labelKeyPattern = whole(LABEL_KEY);
const labelValuePattern = whole(LABEL_VALUE);
const cIdentifierPattern = whole(C_IDENTIFIER);
const configMapKeyPattern = whole(CONFIG_MAP_KEY);
const envVarNamePattern = whole(ENV_VAR_NAME);
const httpHeaderNamePattern = whole(HTTP_HEADER_NAME);
const percentPattern = whole(PERCENT);

function whole(pattern: string): RegExp {
  // Without the m flag, $ is the very end of the text, as in Go.
  return new RegExp(`^(?:${pattern})$`);
}

/** A DNS label (RFC 1123): namespaces and other names that become parts of host names. */
export function checkDns1123Label(value: string): readonly string[] {
  return label1123Errors(value, 'characters');
}

function label1123Errors(value: string, unit: Unit): string[] {
  const errors = tooLong(value, LABEL_1123_MAX, unit);
  if (label1123Pattern.test(value)) return errors;
  if (subdomainPattern.test(value)) return [...errors, 'must not contain dots'];
  const rule = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ALPHANUMERIC_ENDS}`;
  return [...errors, regexError(rule, LABEL_1123, 'my-name', '123-abc')];
}

/** A DNS subdomain (RFC 1123): the names of most objects. */
export function checkDns1123Subdomain(value: string): readonly string[] {
  return subdomainErrors(value, 'characters');
}

function subdomainErrors(value: string, unit: Unit): string[] {
  const errors = tooLong(value, SUBDOMAIN_MAX, unit);
  if (subdomainPattern.test(value)) return errors;
  const rule = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ALPHANUMERIC_ENDS}`;
  return [...errors, regexError(rule, SUBDOMAIN_1123, 'example.com')];
}

/** A DNS label (RFC 1035), which begins with a letter: names of Services. */
export function checkDns1035Label(value: string): readonly string[] {
  const errors = tooLong(value, LABEL_1123_MAX, 'characters');
  if (label1035Pattern.test(value)) return errors;
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  return [...errors, regexError(rule, LABEL_1035, 'my-name', 'abc-123')];
}

/** A subdomain after `*.`: wildcard hosts of Ingresses. */
export function checkWildcardDns1123Subdomain(value: string): readonly string[] {
  const errors = tooLong(value, SUBDOMAIN_MAX, 'characters');
  if (wildcardPattern.test(value)) return errors;
  const rule =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...errors, regexError(rule, WILDCARD_SUBDOMAIN, '*.example.com')];
}

/** A qualified name, `name` or `prefix/name`: the keys of labels and annotations, finalizers, condition types. */
export function checkQualifiedName(value: string): readonly string[] {
  const parts = value.split('/');
  if (parts.length > 2) return [qualifiedNameShape()];
  const [first = '', second] = parts;
  const name = second ?? first;
  return [...(second === undefined ? [] : prefixErrors(first)), ...namePartErrors(name)];
}

const LABEL_KEY_RULE = `must consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`;

function qualifiedNameShape(): string {
  const shape = regexError(`a valid label key ${LABEL_KEY_RULE}`, LABEL_KEY, 'MyName', 'my.name', '123-abc');
  return `${shape} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
}

function prefixErrors(prefix: string): readonly string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return subdomainErrors(prefix, 'bytes').map((error) => `prefix part ${error}`);
}

function namePartErrors(name: string): readonly string[] {
  const errors = name === '' ? ['name part must be non-empty'] : tooLong(name, LABEL_MAX, 'bytes').map(ofNamePart);
  if (labelKeyPattern.test(name)) return errors;
  return [...errors, ofNamePart(regexError(LABEL_KEY_RULE, LABEL_KEY, 'MyName', 'my.name', '123-abc'))];
}

function ofNamePart(error: string): string {
  return `name part ${error}`;
}

/** The value of a label. */
export function checkLabelValue(value: string): readonly string[] {
  const errors = tooLong(value, LABEL_MAX, 'bytes');
  if (labelValuePattern.test(value)) return errors;
  const rule = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC_ENDS}`;
  return [...errors, regexError(rule, LABEL_VALUE, 'MyValue', 'my_value', '12345')];
}

/** A key of a ConfigMap or Secret. */
export function checkConfigMapKey(value: string): readonly string[] {
  const errors = tooLong(value, SUBDOMAIN_MAX, 'characters');
  if (!configMapKeyPattern.test(value)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(regexError(rule, CONFIG_MAP_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  return [...errors, ...upwardPathErrors(value)];
}

/** The strict rule for names of environment variables. */
export function checkEnvVarName(value: string): readonly string[] {
  const errors: string[] = [];
  if (!envVarNamePattern.test(value)) {
    const rule =
      "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
    errors.push(regexError(rule, ENV_VAR_NAME, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1'));
  }
  return [...errors, ...upwardPathErrors(value)];
}

function upwardPathErrors(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

/** The present rule for names of environment variables: printable ASCII without `=`. */
export function checkRelaxedEnvVarName(value: string): readonly string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (/^[ -<>-~]*$/.test(value)) return [];
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** The name of an HTTP header. */
export function checkHttpHeaderName(value: string): readonly string[] {
  if (httpHeaderNamePattern.test(value)) return [];
  const rule = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return [regexError(rule, HTTP_HEADER_NAME, 'X-Header-Name')];
}

/** A percentage such as `25%`. */
export function checkPercent(value: string): readonly string[] {
  if (percentPattern.test(value)) return [];
  return [
    regexError("a valid percent string must be a numeric string followed by an ending '%'", PERCENT, '1%', '93%'),
  ];
}

/** A C identifier. */
export function checkCIdentifier(value: string): readonly string[] {
  if (cIdentifierPattern.test(value)) return [];
  const rule =
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";
  return [regexError(rule, C_IDENTIFIER, 'my_name', 'MY_NAME', 'MyName')];
}

/** The name of a port (an IANA service name). */
export function checkPortName(value: string): readonly string[] {
  const errors = tooLong(value, PORT_NAME_MAX, 'characters');
  if (!/^[-a-z0-9]+$/.test(value)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

/** The number of a port. */
export function checkPortNumber(value: number): readonly string[] {
  return value >= 1 && value <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];
}

/** A name that may stand as one step of a URL path: the names of RBAC objects and of custom resources' subresources. */
export function checkPathSegmentName(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((illegal) => value.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
}

/** A rule for names. With `prefix`, the value is a generateName: what will follow it is taken as fine. */
export type NameRule = (value: string, prefix: boolean) => readonly string[];

/** {@link checkDns1123Subdomain} as a rule for names. */
export const nameIsDnsSubdomain: NameRule = (value, prefix) => checkDns1123Subdomain(maskTrailingDash(value, prefix));

/** {@link checkDns1123Label} as a rule for names. */
export const nameIsDnsLabel: NameRule = (value, prefix) => checkDns1123Label(maskTrailingDash(value, prefix));

/** {@link checkDns1035Label} as a rule for names. */
export const nameIsDns1035Label: NameRule = (value, prefix) => checkDns1035Label(maskTrailingDash(value, prefix));

/** {@link checkPathSegmentName} as a rule for names. */
export const nameIsPathSegment: NameRule = (value, prefix) =>
  checkPathSegmentName(value).filter((error) => !prefix || error.startsWith('may not contain'));

function maskTrailingDash(value: string, prefix: boolean): string {
  return prefix && value.length > 1 && value.endsWith('-') ? `${value.slice(0, -2)}a` : value;
}

type Unit = 'bytes' | 'characters';

/** Both units count bytes; only the message differs between Kubernetes' older and newer rules. */
function tooLong(value: string, max: number, unit: Unit): string[] {
  // No text has fewer bytes than code units, nor more than three times as many.
  const isTooLong = value.length > max || (value.length * 3 > max && utf8Length(value) > max);
  return isTooLong ? [`must be no more than ${max} ${unit}`] : [];
}

/** The number of bytes of `text` in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** A broken pattern in the words of Kubernetes, which shows the pattern itself. */
export function regexError(rule: string, pattern: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${pattern}')`;
  const shown = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${shown}regex used for validation is '${pattern}')`;
}
