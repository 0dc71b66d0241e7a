import type { JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';

/** A part of a status as YAML, below a line that says where it is explained. */
export function renderDocumented(what: string, page: string, value: JsonValue): string {
  return `# ${what} documentation: https://fluxcd.io/flux/components/${page}\n${renderYaml(value)}`;
}
