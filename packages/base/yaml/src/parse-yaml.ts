import type { JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';
import jsYaml from 'js-yaml';
import type { ParseYamlOptions } from './yaml-options.js';

/**
 * Reads the first document of `text` into JSON, as sigs.k8s.io/yaml does. An empty text is `null`.
 *
 * @throws LocatedError `yaml-syntax` with go-yaml's text.
 */
export function parseYaml(text: string, options: ParseYamlOptions = {}): JsonValue {
  try {
    return jsYaml.load(text, { json: options.strict !== true }) as JsonValue;
  } catch (cause) {
    const file = options.file ?? '<input>';
    throw new LocatedError({ code: 'yaml-syntax', message: `yaml: ${String(cause)}`, at: { file }, cause });
  }
}
