import { isJsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import type { SopsFormat } from '../formats/format.js';
import { sopsFormatOfPath } from '../formats/format-of-file.js';

/** A file that a kustomization takes in, and how it would be encrypted. */
export interface SourceReference {
  readonly path: string;
  readonly format: SopsFormat;
}

/** What a kustomization file refers to. */
export interface KustomizationReferences {
  /** Files of Secret generators, and patches. */
  readonly files: readonly SourceReference[];
  /** Resources and components, which may be directories, files or addresses. */
  readonly bases: readonly string[];
}

/** Reads a kustomization file. Fields of the wrong type count as empty: the build will report them. @throws LocatedError `yaml-syntax` */
export function readReferences(text: string, file: string): KustomizationReferences {
  const kustomization = parseYaml(text, { file });
  const fields = isJsonObject(kustomization) ? kustomization : {};
  const generators = itemsOf(fields['secretGenerator']).map((each) => (isJsonObject(each) ? each : {}));
  const patches = itemsOf(fields['patches']).flatMap((each) => (isJsonObject(each) ? textsOf([each['path']]) : []));
  return {
    files: [
      ...generators.flatMap(({ files, env, envs }) => [
        ...textsOf(files).map(fileReference),
        ...textsOf(envs).map(envReference),
        ...textsOf([env]).map(envReference),
      ]),
      ...patches
        .filter((path) => path !== '' && !isAddress(path))
        .map((path) => ({ path, format: sopsFormatOfPath(path) })),
    ],
    bases: [...textsOf(fields['resources']), ...textsOf(fields['components'])],
  };
}

function itemsOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: JsonValue | undefined | readonly (JsonValue | undefined)[]): readonly string[] {
  return (Array.isArray(value) ? value : []).filter((item) => typeof item === 'string');
}

/** `key=path`; the key tells the format. */
function fileReference(reference: string): SourceReference {
  const equals = reference.indexOf('=');
  if (equals < 0) return { path: reference, format: sopsFormatOfPath(reference) };
  return { path: reference.slice(equals + 1), format: sopsFormatOfPath(reference.slice(0, equals)) };
}

function envReference(path: string): SourceReference {
  const format = sopsFormatOfPath(path);
  return { path, format: format === 'binary' ? 'dotenv' : format };
}

function isAddress(path: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]/.test(path);
}
