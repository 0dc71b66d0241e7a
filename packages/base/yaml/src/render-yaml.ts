import type { JsonValue } from '@gotk/json';
import jsYaml from 'js-yaml';

/** Renders a value as sigs.k8s.io/yaml does: sorted keys, lists not indented under their key, one trailing line break. */
export function renderYaml(value: JsonValue): string {
  return jsYaml.dump(value, { sortKeys: true, noArrayIndent: true, lineWidth: -1 });
}
