import type { Library } from '../../environment/environment.js';
import {
  type FunctionDeclaration,
  globalOverload,
  memberOverload,
  type Overload,
} from '../../environment/function-declaration.js';
import { BOOL, type CelType, INT, STRING, structType } from '../../types/cel-type.js';
import { noSuchOverload } from '../../values/cel-error.js';
import { CelOpaque } from '../../values/cel-opaque.js';
import type { CelValue } from '../../values/value.js';
import {
  compareSemanticVersions,
  parseLooseVersion,
  parseSemanticVersion,
  type SemanticVersion,
} from './semantic-version.js';

const SEMVER = structType('kubernetes.Semver');

class CelSemver extends CelOpaque {
  readonly type = SEMVER;

  constructor(readonly version: SemanticVersion) {
    super();
  }

  override get goType(): string {
    return 'cel.Semver';
  }

  override get identity(): undefined {
    return undefined;
  }

  override get goNative(): string {
    return `(semver.Version)${this.version.text}`;
  }

  equals(other: CelValue): boolean {
    if (!(other instanceof CelSemver)) throw noSuchOverload();
    return compareSemanticVersions(this.version, other.version) === 0;
  }
}

/** Semantic versions. */
export const SEMVER_LIBRARY: Library = {
  functions: [
    declare(
      'semver',
      globalOverload('string_to_semver', [STRING], SEMVER, { unary: (text) => parse(text, false) }),
      globalOverload('string_bool_to_semver', [STRING, BOOL], SEMVER, { binary: parse }),
    ),
    declare(
      'isSemver',
      globalOverload('is_semver_string', [STRING], BOOL, { unary: (text) => isVersion(text, false) }),
      globalOverload('is_semver_string_bool', [STRING, BOOL], BOOL, { binary: isVersion }),
    ),
    comparison('isGreaterThan', 'semver_is_greater_than', BOOL, (order) => order > 0),
    comparison('isLessThan', 'semver_is_less_than', BOOL, (order) => order < 0),
    comparison('compareTo', 'semver_compare_to', INT, BigInt),
    part('major', 0),
    part('minor', 1),
    part('patch', 2),
  ],
};

function declare(name: string, ...overloads: Overload[]): FunctionDeclaration {
  return { name, overloads };
}

function of(value: CelValue): SemanticVersion {
  return (value as CelSemver).version;
}

function parse(text: CelValue, loose: CelValue): CelSemver {
  return new CelSemver(loose === true ? parseLooseVersion(text as string) : parseSemanticVersion(text as string));
}

function isVersion(text: CelValue, loose: CelValue): boolean {
  try {
    parse(text, loose);
    return true;
  } catch {
    return false;
  }
}

function comparison(
  name: string,
  id: string,
  result: CelType,
  read: (order: -1 | 0 | 1) => CelValue,
): FunctionDeclaration {
  const binary = (a: CelValue, b: CelValue) => read(compareSemanticVersions(of(a), of(b)));
  return declare(name, memberOverload(id, [SEMVER, SEMVER], result, { binary }));
}

function part(name: string, place: 0 | 1 | 2): FunctionDeclaration {
  const unary = (version: CelValue) => BigInt.asIntN(64, of(version).numbers[place]);
  return declare(name, memberOverload(`semver_${name}`, [SEMVER], INT, { unary }));
}
