export { locateYaml, type YamlPosition } from './locate-yaml.js';
export { parseYaml } from './parse-yaml.js';
export { parseYamlDocuments, type YamlDocument } from './parse-yaml-documents.js';
export { renderYaml } from './render-yaml.js';
export { splitYaml, type YamlPart } from './split-yaml.js';
export type { ParseYamlOptions } from './yaml-options.js';
