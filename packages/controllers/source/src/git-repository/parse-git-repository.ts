import type { GitReference } from '@gotk/git';
import { isJsonObject, type JsonValue } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { parseInterval } from '../artifact/parse-interval.js';
import { type DecodedSource, decodeSource } from '../spec/decode-source.js';
import { listField, referencedName, requireTextField, textField, timeoutField } from '../spec/spec-fields.js';

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

interface GitRepositoryFields {
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
}

/** A GitRepository, decoded. */
export type GitRepository = DecodedSource<GitRepositoryFields>;

/**
 * Decodes a GitRepository.
 * @throws Error naming the first field that is not what it should be.
 */
export function parseGitRepository(object: KubeObject): GitRepository {
  return decodeSource(object, (spec) => ({
    url: requireTextField(spec, 'url'),
    intervalMs: parseInterval('spec.interval', requireTextField(spec, 'interval')),
    timeoutMs: timeoutField(spec),
    reference: parseReference(spec['ref']),
    secretName: referencedName(spec['secretRef']),
    proxySecretName: referencedName(spec['proxySecretRef']),
    provider: textField(spec, 'provider') ?? 'generic',
    serviceAccountName: textField(spec, 'serviceAccountName'),
    verify: parseVerify(spec['verify']),
    ignore: textField(spec, 'ignore'),
    recurseSubmodules: spec['recurseSubmodules'] === true,
    include: listField(spec, 'include').map(parseInclude),
    sparseCheckout: listField(spec, 'sparseCheckout').map((path) => String(path)),
  }));
}

function parseReference(value: JsonValue | undefined): GitReference {
  if (!isJsonObject(value)) return {};
  const fields = ['branch', 'tag', 'semver', 'name', 'commit'].flatMap((name) => {
    const given = textField(value, name);
    return given === undefined ? [] : [[name, given]];
  });
  return Object.fromEntries(fields);
}

function parseVerify(value: JsonValue | undefined): VerifySpec | undefined {
  if (!isJsonObject(value)) return undefined;
  const mode = textField(value, 'mode') ?? 'HEAD';
  if (mode === '') return undefined;
  const known = (['HEAD', 'Tag', 'TagAndHEAD'] as const).find((name) => name === mode || name === mode.toUpperCase());
  if (known === undefined) throw new Error(`spec.verify.mode has the unknown value ${JSON.stringify(mode)}`);
  return { mode: known, secretName: referencedName(value['secretRef']) ?? '' };
}

function parseInclude(value: JsonValue): IncludeSpec {
  const repository = isJsonObject(value) ? referencedName(value['repository']) : undefined;
  if (!isJsonObject(value) || repository === undefined) throw new Error('spec.include must name a repository');
  const toPath = textField(value, 'toPath') ?? '';
  return { repository, fromPath: textField(value, 'fromPath') ?? '', toPath: toPath === '' ? repository : toPath };
}
