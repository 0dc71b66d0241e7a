import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';

const ACTIONS = ['enforce', 'log', 'skip'] as const;
const TYPES = ['integrity', 'authenticity', 'authenticTimestamp', 'expiry', 'revocation'] as const;

/** What is looked at in a signature. */
export type ValidationType = (typeof TYPES)[number];
type ValidationAction = (typeof ACTIONS)[number];

/** What happens when something is wrong. */
export type Enforcement = Readonly<Record<ValidationType, ValidationAction>>;

const LEVELS: Readonly<Record<string, Enforcement>> = {
  strict: enforcing('enforce', 'enforce'),
  permissive: enforcing('enforce', 'log'),
  audit: enforcing('log', 'log'),
};

function enforcing(authenticity: ValidationAction, others: ValidationAction): Enforcement {
  return { integrity: 'enforce', authenticity, authenticTimestamp: others, expiry: others, revocation: others };
}

/**
 * The level of a statement, with what it overrides; `undefined`: nothing is verified.
 * @throws Error in notation's words.
 */
export function parseLevel({ level, override }: JsonObject): Enforcement | undefined {
  if (typeof level !== 'string' || level === '') {
    throw new Error('signature verification level is empty or missing in the trust policy statement');
  }
  const base = Object.hasOwn(LEVELS, level) ? LEVELS[level] : undefined;
  if (base === undefined && level !== 'skip') {
    throw new Error(`invalid signature verification level ${JSON.stringify(level)}`);
  }
  const overridden = Object.entries(isJsonObject(override) ? override : {});
  if (overridden.length === 0 || base === undefined) {
    if (overridden.length === 0) return base;
    throw new Error('signature verification level "skip" can\'t be used to customize signature verification');
  }
  return overridden.reduce((found, entry) => overriding(found, entry), base);
}

function overriding(found: Enforcement, [key, value]: readonly [string, JsonValue | undefined]): Enforcement {
  const type = TYPES.find((each) => each === key);
  const action = ACTIONS.find((each) => each === value);
  if (type === undefined) throw unsupported(`verification type ${JSON.stringify(key)}`, TYPES);
  if (action === undefined) throw unsupported(`verification action ${JSON.stringify(value)}`, ACTIONS);
  const problem = type === 'integrity' ? 'overridden' : type !== 'revocation' && action === 'skip' ? 'skipped' : '';
  if (problem === '') return { ...found, [type]: action };
  throw new Error(`${JSON.stringify(key)} verification can not be ${problem} in custom signature verification`);
}

function unsupported(what: string, supported: readonly string[]): Error {
  const values = supported.map((value) => JSON.stringify(value)).join(' ');
  return new Error(`${what} in custom signature verification is not supported, supported values are [${values}]`);
}
