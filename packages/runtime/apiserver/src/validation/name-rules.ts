/** A rule for texts: what is wrong with a value, in the words of the API; empty when nothing is. */
export type TextRule = (value: string) => readonly string[];

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED_NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED_NAME})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const ENV_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const HTTP_HEADER = '[-A-Za-z0-9]+';

const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const LABEL_1035_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const QUALIFIED_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_VALUE_TEXT =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const CONFIG_KEY_TEXT = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
const ENV_NAME_TEXT =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";
const HTTP_HEADER_TEXT = "a valid HTTP header must consist of alphanumeric characters or '-'";
const WILDCARD_TEXT =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";

/** An RFC 1123 label, e.g. a namespace's name. */
export function checkDnsLabel(value: string): readonly string[] {
  const errors = tooLong(value, 63);
  if (matches(LABEL, value)) return errors;
  if (matches(SUBDOMAIN, value)) return [...errors, 'must not contain dots'];
  return [...errors, regexError(LABEL_TEXT, LABEL, 'my-name', '123-abc')];
}

/** An RFC 1123 subdomain, e.g. the name of most kinds. */
export function checkDnsSubdomain(value: string): readonly string[] {
  const errors = tooLong(value, 253);
  return matches(SUBDOMAIN, value) ? errors : [...errors, regexError(SUBDOMAIN_TEXT, SUBDOMAIN, 'example.com')];
}

/** A subdomain whose first label may be `*`. */
export function checkWildcardSubdomain(value: string): readonly string[] {
  const errors = tooLong(value, 253);
  const pattern = `\\*\\.${SUBDOMAIN}`;
  return matches(pattern, value) ? errors : [...errors, regexError(WILDCARD_TEXT, pattern, '*.example.com')];
}

/** A DNS-1035 label, e.g. the name of a Service. */
export function checkDns1035Label(value: string): readonly string[] {
  const errors = tooLong(value, 63);
  return matches(LABEL_1035, value)
    ? errors
    : [...errors, regexError(LABEL_1035_TEXT, LABEL_1035, 'my-name', 'abc-123')];
}

/** A label or annotation key: a name with an optional DNS prefix. */
export function checkQualifiedName(value: string): readonly string[] {
  const parts = value.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) {
    const text = `a valid label key ${regexError(QUALIFIED_TEXT, QUALIFIED_NAME, 'MyName', 'my.name', '123-abc')}`;
    return [`${text} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  return second === undefined ? checkNamePart(first) : [...checkPrefixPart(first), ...checkNamePart(second)];
}

function checkPrefixPart(prefix: string): readonly string[] {
  if (prefix === '') return ['prefix part must be non-empty'];
  return checkDnsSubdomain(prefix).map((text) => `prefix part ${text}`);
}

function checkNamePart(name: string): readonly string[] {
  if (name === '') return ['name part must be non-empty', ...notQualified(name)];
  return [...tooLong(name, 63).map((text) => `name part ${text}`), ...notQualified(name)];
}

function notQualified(name: string): readonly string[] {
  if (matches(QUALIFIED_NAME, name)) return [];
  return [`name part ${regexError(QUALIFIED_TEXT, QUALIFIED_NAME, 'MyName', 'my.name', '123-abc')}`];
}

export function checkLabelValue(value: string): readonly string[] {
  const errors = tooLong(value, 63);
  if (matches(LABEL_VALUE, value)) return errors;
  return [...errors, regexError(LABEL_VALUE_TEXT, LABEL_VALUE, 'MyValue', 'my_value', '12345')];
}

/** A key of a ConfigMap or Secret. */
export function checkConfigKey(value: string): readonly string[] {
  const errors = [...tooLong(value, 253)];
  if (!matches(CONFIG_KEY, value))
    errors.push(regexError(CONFIG_KEY_TEXT, CONFIG_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  return [...errors, ...climbs(value)];
}

export function checkEnvName(value: string): readonly string[] {
  const errors = matches(ENV_NAME, value)
    ? []
    : [regexError(ENV_NAME_TEXT, ENV_NAME, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1')];
  return [...errors, ...climbs(value)];
}

export function checkHttpHeader(value: string): readonly string[] {
  return matches(HTTP_HEADER, value) ? [] : [regexError(HTTP_HEADER_TEXT, HTTP_HEADER, 'X-Header-Name')];
}

/** The name of a container port. */
export function checkPortName(value: string): readonly string[] {
  const errors = [...tooLong(value, 15)];
  if (!/^[-a-z0-9]+$/.test(value))
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export function checkPortNumber(value: number): readonly string[] {
  return value >= 1 && value <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];
}

/** A name that can stand in a URL path; the rule of kinds that have no stricter one. */
export function checkPathSegment(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((text) => value.includes(text)).map((text) => `may not contain '${text}'`);
}

/** Applies a name rule to a `generateName`, which may end where a name may not. */
export function checkPrefix(rule: TextRule, prefix: string): readonly string[] {
  return rule(prefix.endsWith('-') ? `${prefix.slice(0, -1)}a` : prefix);
}

function tooLong(value: string, maxBytes: number): readonly string[] {
  return Buffer.byteLength(value) > maxBytes ? [`must be no more than ${maxBytes} bytes`] : [];
}

function climbs(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`must not be '${value}'`];
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}

function regexError(text: string, pattern: string, ...examples: readonly string[]): string {
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${text} (e.g. ${list}regex used for validation is '${pattern}')`;
}

const compiled = new Map<string, RegExp>();

function matches(pattern: string, value: string): boolean {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    regex = new RegExp(`^${pattern}$`);
    compiled.set(pattern, regex);
  }
  return regex.test(value);
}
