import { field } from '../node/fields.js';
import type { YamlNode } from '../node/yaml-node.js';

/** The text of `kind`; empty where there is none. */
export function kindText(object: YamlNode): string {
  return field(object, 'kind')?.value ?? '';
}

/** The text of `apiVersion`; empty where there is none. */
export function apiVersionText(object: YamlNode): string {
  return field(object, 'apiVersion')?.value ?? '';
}
