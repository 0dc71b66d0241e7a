import type { GitReference } from '@gotk/git';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';

/** One entry of `spec.include`. */
export interface IncludeSpec {
  readonly repository: string;
  readonly fromPath: string;
  readonly toPath: string;
}

/** `spec.verify` */
export interface VerifySpec {
  readonly mode: 'HEAD' | 'Tag' | 'TagAndHEAD';
  readonly secretName: string;
}

/** A GitRepository, decoded. */
export interface GitRepository extends KubeObject {
  readonly metadata: KubeObject['metadata'] & { readonly name: string; readonly namespace: string };
  readonly decoded: {
    readonly url: string;
    readonly intervalMs: number;
    readonly timeoutMs: number;
    readonly reference: GitReference;
    readonly secretName: string | undefined;
    readonly proxySecretName: string | undefined;
    readonly provider: string;
    readonly serviceAccountName: string | undefined;
    readonly verify: VerifySpec | undefined;
    readonly ignore: string | undefined;
    readonly recurseSubmodules: boolean;
    readonly include: readonly IncludeSpec[];
    readonly sparseCheckout: readonly string[];
  };
}

const DEFAULT_TIMEOUT = '60s';

/**
 * Decodes a GitRepository.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseGitRepository(object: KubeObject): GitRepository {
  const spec = fieldOf(object, 'spec');
  if (!isJsonObject(spec)) throw new Error('spec must be an object');
  const { name = '', namespace = '' } = object.metadata;
  return {
    ...object,
    metadata: { ...object.metadata, name, namespace },
    decoded: {
      url: requireText(spec, 'url'),
      intervalMs: parseInterval('spec.interval', requireText(spec, 'interval')),
      timeoutMs: parseInterval('spec.timeout', text(spec, 'timeout') ?? DEFAULT_TIMEOUT),
      reference: parseReference(spec['ref']),
      secretName: nameOf(spec['secretRef']),
      proxySecretName: nameOf(spec['proxySecretRef']),
      provider: text(spec, 'provider') ?? 'generic',
      serviceAccountName: text(spec, 'serviceAccountName'),
      verify: parseVerify(spec['verify']),
      ignore: text(spec, 'ignore'),
      recurseSubmodules: spec['recurseSubmodules'] === true,
      include: list(spec, 'include').map(parseInclude),
      sparseCheckout: list(spec, 'sparseCheckout').map((path) => String(path)),
    },
  };
}

function parseReference(value: JsonValue | undefined): GitReference {
  if (!isJsonObject(value)) return {};
  const fields = ['branch', 'tag', 'semver', 'name', 'commit'].flatMap((name) => {
    const given = text(value, name);
    return given === undefined ? [] : [[name, given]];
  });
  return Object.fromEntries(fields);
}

function parseVerify(value: JsonValue | undefined): VerifySpec | undefined {
  if (!isJsonObject(value)) return undefined;
  const mode = text(value, 'mode') ?? 'HEAD';
  if (mode === '') return undefined;
  const known = (['HEAD', 'Tag', 'TagAndHEAD'] as const).find((name) => name === mode || name === mode.toUpperCase());
  if (known === undefined) throw new Error(`spec.verify.mode has the unknown value ${JSON.stringify(mode)}`);
  return { mode: known, secretName: nameOf(value['secretRef']) ?? '' };
}

function parseInclude(value: JsonValue): IncludeSpec {
  const repository = isJsonObject(value) ? nameOf(value['repository']) : undefined;
  if (!isJsonObject(value) || repository === undefined) throw new Error('spec.include must name a repository');
  const toPath = text(value, 'toPath') ?? '';
  return { repository, fromPath: text(value, 'fromPath') ?? '', toPath: toPath === '' ? repository : toPath };
}

function nameOf(value: JsonValue | undefined): string | undefined {
  return isJsonObject(value) ? text(value, 'name') : undefined;
}

function requireText(spec: JsonObject, field: string): string {
  const value = text(spec, field);
  if (value === undefined) throw new Error(`spec.${field} is required`);
  return value;
}

function text(object: JsonObject, field: string): string | undefined {
  const value = object[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Error(`${field} must be a text`);
  return value;
}

function list(object: JsonObject, field: string): readonly JsonValue[] {
  const value = object[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`spec.${field} must be a list`);
  return value;
}
