import { LocatedError } from '@gotk/located-error';
import {
  compareVersions,
  incrementVersion,
  matchesConstraint,
  parseConstraint,
  parseStrictVersion,
  parseVersion,
  renderVersion,
  type Version,
} from '@gotk/semver';
import { decodeJson } from '../json/decode-json.js';
import { encodeJsonText } from '../json/encode-json.js';
import { bytesToText, textToBytes } from '../text/go-text.js';
import { quoteText } from '../text/quote.js';
import { goInt, goUint64 } from '../value/go-int.js';
import { GoMap } from '../value/go-map.js';
import { GoBytes } from '../value/go-slice.js';
import { GoPointer, GoStruct, type GoStructType } from '../value/go-struct.js';
import { BYTES, type GoType, STRING, UINT64 } from '../value/go-type.js';
import { type GoValue, typeName } from '../value/go-value.js';
import { GoError } from './go-error.js';
import { fixed, type GoFunction, method } from './go-function.js';
import { nilDereferencePanic } from './panics.js';
import { any, type ParameterType, text } from './parameter-type.js';

/** sprig's functions on versions. */
export const semverFunctions: readonly GoFunction[] = [
  fixed('semver', [text], (version) => new GoPointer(VERSION_POINTER, goVersion(parsed(() => parseVersion(version))))),
  fixed('semverCompare', [text, text], (constraint, version) => {
    const wanted = constraintOf(constraint);
    return matchesConstraint(
      parsed(() => parseVersion(version)),
      wanted,
    );
  }),
];

const MAX_KNOWN_CONSTRAINTS = 256;
const MAX_KNOWN_LENGTH = 64;

/** Constraints by their text: a chart asks for the same few all the time. */
const knownConstraints = new Map<string, ReturnType<typeof parseConstraint>>();

function constraintOf(text: string): ReturnType<typeof parseConstraint> {
  const known = knownConstraints.get(text);
  if (known !== undefined) return known;
  // No range has bytes that are no UTF-8, which only the quotes of templates know how to show.
  const odd = text.split('||').find((range) => /[\udc80-\udcff]/u.test(range));
  if (odd !== undefined) throw new GoError(`improper constraint: ${quoteText(odd)}`);
  const constraint = parsed(() => parseConstraint(text));
  if (text.length > MAX_KNOWN_LENGTH) return constraint;
  if (knownConstraints.size >= MAX_KNOWN_CONSTRAINTS) knownConstraints.clear();
  knownConstraints.set(text, constraint);
  return constraint;
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof LocatedError) throw new GoError(error.message);
    throw error;
  }
}

/** A version of its own: methods may change it. */
function goVersion(version: Version): GoStruct {
  return new GoStruct(VERSION, { ...version });
}

/** The version of a `semver.Version` or a pointer to one. */
function versionOf(value: GoValue): Version | undefined {
  const struct = value instanceof GoPointer ? value.target : value;
  // Only `goVersion` makes values of this type.
  return struct instanceof GoStruct && struct.type === VERSION ? (struct.data as Version) : undefined;
}

/** Nil comes as no version. */
const other: ParameterType<Version | undefined> = {
  name: '*semver.Version',
  kind: 'ptr',
  zero: { value: undefined },
  accept: (value) => (value instanceof GoPointer ? versionOf(value) : undefined),
};

const bytesValue: ParameterType<GoValue> = {
  name: BYTES.name,
  kind: 'slice',
  zero: { value: new GoBytes(BYTES, new Uint8Array()) },
  accept: (value) => (value instanceof GoBytes ? value : undefined),
};

const ERROR: GoStructType = {
  name: 'errors.errorString',
  kind: 'struct',
  fields: [{ name: 's', isUnexported: true, get: ({ data }) => data as string }],
};

const ERROR_POINTER: GoType = {
  name: '*errors.errorString',
  kind: 'ptr',
  element: ERROR,
  methods: new Map([['Error', method(fixed('Error', [any], errorText))]]),
  toText: errorText,
};

function errorText(value: GoValue): string {
  return (value as GoPointer).target?.data as string;
}

function asReceiver(value: unknown): Version {
  // Methods are found on versions alone; the receiver comes as it is.
  return versionOf(value as GoValue) as Version;
}

function ofVersion(name: string, read: (version: Version) => GoValue): GoFunction {
  return method(fixed(name, [any], (value) => read(asReceiver(value))));
}

function changed(name: string, field: 'prerelease' | 'metadata'): GoFunction {
  return method(
    fixed(name, [any, text], (value, identifiers) => {
      const version = asReceiver(value);
      const suffix = field === 'prerelease' ? `-${identifiers}` : `+${identifiers}`;
      if (identifiers !== '') parsed(() => parseStrictVersion(`0.0.0${suffix}`));
      const next = { ...version, [field]: identifiers };
      return goVersion({ ...next, original: (version.original.startsWith('v') ? 'v' : '') + renderVersion(next) });
    }),
  );
}

function comparing(name: string, test: (order: number) => GoValue): GoFunction {
  return method(
    fixed(name, [any, other], (value, against) => {
      if (against === undefined && name === 'Equal') return false;
      if (against === undefined) throw nilDereferencePanic();
      return test(compareVersions(asReceiver(value), against));
    }),
  );
}

/** A method that puts another version in the place of this one. Its result is a Go error, or nil. */
function rewriting(name: string, parameter: ParameterType<GoValue>, read: (value: GoValue) => string): GoFunction {
  return method(
    fixed(name, [any, parameter], (value, from) => {
      try {
        Object.assign(
          asReceiver(value),
          parsed(() => parseVersion(read(from))),
        );
        return null;
      } catch (error) {
        if (!(error instanceof GoError)) throw error;
        return new GoPointer(ERROR_POINTER, new GoStruct(ERROR, error.message));
      }
    }),
  );
}

function scannedText(value: GoValue): string {
  if (typeof value === 'string') return value;
  if (value instanceof GoBytes) return bytesToText(value.bytes);
  if (value === null || value === undefined) throw new GoError('cannot scan nil into Version');
  throw new GoError(`unsupported Scan type ${typeName(value)}`);
}

function jsonText(value: GoValue): string {
  const decoded = decodeJson(scannedText(value));
  if (typeof decoded === 'string') return decoded;
  if (decoded === null) return '';
  const kind = Array.isArray(decoded)
    ? 'array'
    : decoded instanceof GoMap
      ? 'object'
      : typeof decoded === 'boolean'
        ? 'bool'
        : 'number';
  throw new GoError(`json: cannot unmarshal ${kind} into Go value of type string`);
}

function incremented(name: string, part: 'major' | 'minor' | 'patch'): GoFunction {
  return ofVersion(name, (version) => goVersion(parsed(() => incrementVersion(version, part))));
}

function toUint64(value: bigint): GoValue {
  const number = Number(value);
  return goUint64(Number.isSafeInteger(number) ? number : value);
}

const valueMethods: readonly GoFunction[] = [
  ofVersion('String', renderVersion),
  ofVersion('Major', ({ major }) => toUint64(major)),
  ofVersion('Minor', ({ minor }) => toUint64(minor)),
  ofVersion('Patch', ({ patch }) => toUint64(patch)),
  ofVersion('Prerelease', ({ prerelease }) => prerelease),
  ofVersion('Metadata', ({ metadata }) => metadata),
  ofVersion('MarshalText', (version) => new GoBytes(BYTES, textToBytes(renderVersion(version)))),
  ofVersion('MarshalJSON', (version) => {
    return new GoBytes(BYTES, textToBytes(encodeJsonText(renderVersion(version), { escapeHtml: true })));
  }),
  ofVersion('Value', renderVersion),
  incremented('IncMajor', 'major'),
  incremented('IncMinor', 'minor'),
  incremented('IncPatch', 'patch'),
  changed('SetPrerelease', 'prerelease'),
  changed('SetMetadata', 'metadata'),
];

const pointerMethods: readonly GoFunction[] = [
  ofVersion('Original', ({ original }) => original),
  comparing('LessThan', (order) => order < 0),
  comparing('LessThanEqual', (order) => order <= 0),
  comparing('GreaterThan', (order) => order > 0),
  comparing('GreaterThanEqual', (order) => order >= 0),
  comparing('Equal', (order) => order === 0),
  comparing('Compare', (order) => goInt(Math.sign(order))),
  rewriting('Scan', any, scannedText),
  rewriting('UnmarshalText', bytesValue, scannedText),
  rewriting('UnmarshalJSON', bytesValue, jsonText),
];

function byName(methods: readonly GoFunction[]): ReadonlyMap<string, GoFunction> {
  return new Map(methods.map((definition) => [definition.name, definition]));
}

const hidden = (name: string, type: GoType, get: (version: Version) => GoValue): GoStructType['fields'][number] => {
  return { name, isUnexported: true, isInterface: type.kind === 'interface', get: ({ data }) => get(data as Version) };
};

const VERSION: GoStructType = {
  name: 'semver.Version',
  kind: 'struct',
  copied: () => ({ major: 0n, minor: 0n, patch: 0n, prerelease: '', metadata: '', original: '' }) satisfies Version,
  fields: [
    hidden('major', UINT64, ({ major }) => toUint64(major)),
    hidden('minor', UINT64, ({ minor }) => toUint64(minor)),
    hidden('patch', UINT64, ({ patch }) => toUint64(patch)),
    hidden('pre', STRING, ({ prerelease }) => prerelease),
    hidden('metadata', STRING, ({ metadata }) => metadata),
    hidden('original', STRING, ({ original }) => original),
  ],
  methods: byName(valueMethods),
  toText: versionText,
  toJson: (value) => encodeJsonText(versionText(value), { escapeHtml: false }),
};

const VERSION_POINTER: GoType = {
  name: '*semver.Version',
  kind: 'ptr',
  element: VERSION,
  methods: byName([...valueMethods, ...pointerMethods]),
  toText: versionText,
  toJson: (value) => encodeJsonText(versionText(value), { escapeHtml: false }),
};

function versionText(value: GoValue): string {
  const version = versionOf(value);
  return version === undefined ? '<nil>' : renderVersion(version);
}
