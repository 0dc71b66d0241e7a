import type { JsonObject } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';

/** One document of a stream of manifests, with its separator. */
export function renderManifest(object: JsonObject): string {
  // A trip through JSON leaves absent fields out.
  return `---\n${renderYaml(JSON.parse(JSON.stringify(object))).trim()}\n`;
}
