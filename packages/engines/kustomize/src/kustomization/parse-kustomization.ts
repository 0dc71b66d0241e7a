import type { SourceLocation } from '@gotk/located-error';
import { decodeJsonAs, locateYaml, parseYaml } from '@gotk/yaml';
import { wrapError } from '../errors/wrap-error.js';
import type { Kustomization } from './kustomization.js';
import { KUSTOMIZATION_TYPE } from './kustomization-type.js';

/**
 * Reads a kustomization file.
 *
 * @param file names it in the place of errors.
 * @throws LocatedError with kustomize's message: bad YAML, an unknown field, a value of a wrong type.
 */
export function parseKustomization(text: string, file: string): Kustomization {
  const locate = (path: readonly (string | number)[]): SourceLocation => ({ file, ...locateYaml(text, path) });
  try {
    // The type describes the interface field by field.
    return (decodeJsonAs(parseYaml(text, { file }), KUSTOMIZATION_TYPE, { strict: true, locate }) ??
      {}) as Kustomization;
  } catch (error) {
    throw wrapError(error, 'invalid Kustomization');
  }
}
