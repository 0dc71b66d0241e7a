import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { objectsIn } from '../read-manifest.js';
import { isSubset, parseDistinguishedName } from './distinguished-name.js';
import { type Enforcement, parseLevel } from './verification-level.js';

const LINK = 'https://notaryproject.dev/docs/quickstart/#create-a-trust-policy';
const WILDCARD = '*';
const SUBJECT = 'x509.subject';
const STORE_TYPES = ['ca', 'signingAuthority', 'tsa'];

/** A statement of a trust policy: what signatures of some repositories must be. */
export interface TrustStatement {
  readonly name: string;
  readonly registryScopes: readonly string[];
  /** `undefined`: nothing is verified. */
  readonly enforcement: Enforcement | undefined;
  readonly verifyTimestamp: string;
  readonly trustStores: readonly string[];
  readonly trustedIdentities: readonly string[];
}

/**
 * Reads a trust policy. Statements that verify nothing may name trust stores and identities, as in Flux; they mean nothing.
 * @throws Error in notation's words.
 */
export function parseTrustPolicy(text: string): readonly TrustStatement[] {
  const document = parseDocument(text);
  const version = textOf(document['version']);
  if (version === '') throw new Error('trust policy document has empty version, version must be specified');
  if (version !== '1.0') throw new Error(`trust policy document uses unsupported version ${JSON.stringify(version)}`);
  const statements = objectsIn(document['trustPolicies']);
  if (statements.length === 0) throw new Error('trust policy document can not have zero trust policy statements');
  const parsed: TrustStatement[] = [];
  for (const statement of statements) {
    const next = parseStatement(statement);
    if (parsed.some(({ name }) => name === next.name)) {
      const reason = 'statement names must be unique';
      throw new Error(`multiple trust policy statements use the same name ${JSON.stringify(next.name)}, ${reason}`);
    }
    parsed.push(next);
  }
  validateScopes(parsed);
  return parsed;
}

function parseDocument(text: string): JsonObject {
  try {
    const document: unknown = JSON.parse(text);
    if (isJsonObject(document)) return document;
    throw new Error('json: cannot unmarshal the document into Go value of type trustpolicy.Document');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(`error occurred while parsing trustpolicy.json: ${reason}`, { cause });
  }
}

function parseStatement(statement: JsonObject): TrustStatement {
  const name = textOf(statement['name']);
  if (name === '') {
    throw new Error('trust policy: a trust policy statement is missing a name, every statement requires a name');
  }
  const named = `trust policy: trust policy statement ${JSON.stringify(name)}`;
  const verification = isJsonObject(statement['signatureVerification']) ? statement['signatureVerification'] : {};
  const enforcement = telling(`${named} has invalid signatureVerification`, () => parseLevel(verification));
  const verifyTimestamp = textOf(verification['verifyTimestamp']);
  if (!['', 'always', 'afterCertExpiry'].includes(verifyTimestamp)) {
    const wanted = 'verifyTimestamp must be "always" or "afterCertExpiry"';
    throw new Error(
      `${named} has invalid signatureVerification: ${wanted}, but got ${JSON.stringify(verifyTimestamp)}`,
    );
  }
  const isSkipped = enforcement === undefined;
  const trustStores = isSkipped ? [] : textsOf(statement['trustStores']);
  const trustedIdentities = isSkipped ? [] : textsOf(statement['trustedIdentities']);
  if (!isSkipped) validateTrust(named, { trustStores, trustedIdentities });
  const registryScopes = textsOf(statement['registryScopes']);
  return { name, registryScopes, enforcement, verifyTimestamp, trustStores, trustedIdentities };
}

function telling<T>(message: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new Error(`${message}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function validateTrust(
  named: string,
  { trustStores, trustedIdentities }: Pick<TrustStatement, 'trustStores' | 'trustedIdentities'>,
): void {
  if (trustStores.length === 0 || trustedIdentities.length === 0) {
    throw new Error(`${named} is either missing trust stores or trusted identities, both must be specified`);
  }
  for (const store of trustStores) validateStore(named, store);
  if (trustedIdentities.length > 1 && trustedIdentities.includes(WILDCARD)) {
    const reason = 'a wildcard identity cannot be used in conjunction with other values';
    throw new Error(`${named} uses a wildcard trusted identity '*', ${reason}`);
  }
  const names = trustedIdentities.flatMap((identity) => parseIdentity(named, identity) ?? []);
  for (const [at, one] of names.entries()) {
    const other = names.find((each, index) => index !== at && isSubset(one.parsed, each.parsed));
    if (other === undefined) continue;
    const [first, second] = [one, other].map(({ identity }) => JSON.stringify(identity));
    throw new Error(`${named} has overlapping x509 trustedIdentities, ${first} overlaps with ${second}`);
  }
}

function validateStore(named: string, store: string): void {
  const value = JSON.stringify(store);
  const colon = store.indexOf(':');
  if (colon === -1) {
    const wanted = 'The required format is <TrustStoreType>:<TrustStoreName>';
    throw new Error(`${named} has malformed trust store value ${value}. ${wanted}`);
  }
  const [type, name] = [store.slice(0, colon), store.slice(colon + 1)];
  if (!STORE_TYPES.includes(type)) {
    const wrong = `unsupported trust store type ${JSON.stringify(type)} in trust store value ${value}`;
    throw new Error(`${named} uses an ${wrong}`);
  }
  if (/^[a-zA-Z0-9_.-]+$/.test(name)) return;
  const wrong = `unsupported trust store name ${JSON.stringify(name)} in trust store value ${value}`;
  throw new Error(`${named} uses an ${wrong}. Named store name needs to follow [a-zA-Z0-9_.-]+ format`);
}

interface NamedIdentity {
  readonly identity: string;
  readonly parsed: ReturnType<typeof parseDistinguishedName>;
}

/** `undefined` for one that only a plugin could look at. */
function parseIdentity(named: string, identity: string): NamedIdentity | undefined {
  if (identity === WILDCARD) return undefined;
  if (identity === '') throw new Error(`${named} has an empty trusted identity`);
  const value = JSON.stringify(identity);
  const colon = identity.indexOf(':');
  if (colon === -1) throw new Error(`${named} has trusted identity ${value} missing separator`);
  if (identity.slice(0, colon) !== SUBJECT) return undefined;
  const subject = identity.slice(colon + 1);
  if (subject === '') throw new Error(`${named} has trusted identity ${value} without an identity value`);
  const wrong = `${named} has trusted identity ${value} with invalid identity value`;
  return { identity, parsed: telling(wrong, () => parseDistinguishedName(subject)) };
}

function validateScopes(statements: readonly TrustStatement[]): void {
  const seen = new Set<string>();
  for (const { name, registryScopes } of statements) {
    const named = `trust policy statement ${JSON.stringify(name)}`;
    if (registryScopes.length === 0) {
      throw new Error(`${named} has zero registry scopes, it must specify registry scopes with at least one value`);
    }
    if (registryScopes.length > 1 && registryScopes.includes(WILDCARD)) {
      const reason = 'a wildcard scope cannot be used in conjunction with other scope values';
      throw new Error(`${named} uses wildcard registry scope '*', ${reason}`);
    }
    for (const scope of registryScopes) {
      if (scope !== WILDCARD) validateScope(scope);
      if (seen.has(scope)) {
        const reason = 'one registry scope value can only be associated with one statement';
        const where = 'is present in multiple trust policy statements';
        throw new Error(`registry scope ${JSON.stringify(scope)} ${where}, ${reason}`);
      }
      seen.add(scope);
    }
  }
}

const DOMAIN = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]+)?$/;
const REPOSITORY = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;

function validateScope(scope: string): void {
  const slash = scope.indexOf('/');
  const isPlain = slash !== -1 && DOMAIN.test(scope.slice(0, slash)) && REPOSITORY.test(scope.slice(slash + 1));
  if (isPlain) return;
  const wild = scope.includes('*') ? ' with wild card(s)' : '';
  const example = 'For example domain.com/my/repository or a local scope like local/myOCILayout';
  const advice = `make sure it is a fully qualified repository without the scheme, protocol or tag. ${example}`;
  throw new Error(`registry scope ${JSON.stringify(scope)}${wild} is not valid, ${advice}`);
}

/**
 * The statement for a repository: one that names it goes before one for all.
 * @param reference `registry/repository@digest`.
 */
export function requireStatement(statements: readonly TrustStatement[], reference: string): TrustStatement {
  const scope = reference.slice(0, reference.lastIndexOf('@'));
  const isFor = (wanted: string) => (statement: TrustStatement) => statement.registryScopes.includes(wanted);
  const found = statements.find(isFor(scope)) ?? statements.find(isFor(WILDCARD));
  if (found !== undefined) return found;
  const wrong = `artifact ${JSON.stringify(reference)} has no applicable trust policy statement`;
  const why = 'Trust policy applicability for a given artifact is determined by registryScopes';
  throw new Error(`${wrong}. ${why}. To create a trust policy, see: ${LINK}`);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return (Array.isArray(value) ? (value as readonly JsonValue[]) : []).map(textOf);
}
