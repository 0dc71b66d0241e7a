/** The attributes of a name of X.509, such as `C`, `ST` and `O`. */
export type DistinguishedName = ReadonlyMap<string, string>;

const REQUIRED = ['C', 'ST', 'O'];

/**
 * Reads a name as it stands in a trust policy, such as `C=US, ST=WA, O=wabbit-network.io`.
 * @throws Error for one that has no country, state and organisation, or an attribute twice.
 */
export function parseDistinguishedName(text: string): DistinguishedName {
  const called = `distinguished name (DN) ${JSON.stringify(text)}`;
  if (text.includes('=#')) {
    const reason = 'notation does not support x509.subject identities containing "=#"';
    throw new Error(`unsupported ${called}: ${reason}`);
  }
  const found = new Map<string, string>();
  for (const part of splitUnescaped(text, /[,;]/)) {
    if (splitUnescaped(part, /\+/).length > 1) {
      const advice = 'remove multi-valued RDN attributes as they are not supported';
      throw new Error(`${called} has multi-valued RDN attributes, ${advice}`);
    }
    const [type, value] = parseAttribute(part, called);
    if (!found.has(type)) found.set(type, value);
    else {
      const advice = 'DN can only have unique RDN attributes';
      throw new Error(`${called} has duplicate RDN attribute for ${JSON.stringify(type)}, ${advice}`);
    }
  }
  return requireMandatory(found, called);
}

function parseAttribute(part: string, called: string): readonly [string, string] {
  const equals = part.indexOf('=');
  const type = part.slice(0, Math.max(equals, 0)).trim();
  const required =
    "A valid DN must contain 'C', 'ST' or 'S', and 'O' RDN attributes at a minimum, and follow RFC 4514 standard";
  if (type === '') {
    const reason = 'DN ended with incomplete type, value pair';
    throw new Error(`parsing ${called} failed with err: ${reason}. ${required}`);
  }
  return [type === 'S' ? 'ST' : type, withoutEscapes(part.slice(equals + 1).trim())];
}

function requireMandatory(found: DistinguishedName, called: string): DistinguishedName {
  const missing = REQUIRED.find((field) => (found.get(field) ?? '') === '');
  if (missing === undefined) return found;
  const advice = "it must contain 'C', 'ST' or 'S', and 'O' RDN attributes at a minimum";
  throw new Error(`${called} has no mandatory RDN attribute for ${JSON.stringify(missing)}, ${advice}`);
}

/** A name as it stands in a certificate, in Node's form: an attribute a line. */
export function nameOfCertificate(subject: string): string {
  return subject.split('\n').reverse().join(',');
}

/** Whether a name has every attribute of another one. */
export function isSubset(part: DistinguishedName, whole: DistinguishedName): boolean {
  return [...part].every(([type, value]) => whole.get(type) === value);
}

function splitUnescaped(text: string, separator: RegExp): readonly string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (separator.test(character)) parts.push('');
    else parts[parts.length - 1] += character === '\\' ? character + text.charAt(++at) : character;
  }
  return parts;
}

function withoutEscapes(value: string): string {
  return value.replace(/((?:\\[0-9a-fA-F]{2})+)|\\(.)/g, (_match, hex: string | undefined, character: string) =>
    hex === undefined ? character : Buffer.from(hex.replaceAll('\\', ''), 'hex').toString('utf8'),
  );
}
