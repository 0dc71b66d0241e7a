import { isJsonObject, type JsonObject } from '@gotk/json';
import { parseYamlAs } from '@gotk/yaml';
import { KUSTOMIZATION_TYPE } from './kustomization-type.js';

/**
 * The fields of a kustomization file, for programs that change some and write the file again. Unlike a build it passes over
 * fields that do not exist.
 *
 * @throws LocatedError `yaml-syntax` or `json-type`.
 */
export function decodeKustomization(text: string, file?: string): JsonObject {
  const decoded = parseYamlAs(text, KUSTOMIZATION_TYPE, { file });
  return isJsonObject(decoded) ? decoded : {};
}
