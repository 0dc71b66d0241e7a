export { locateYaml, type YamlPosition } from './locate-yaml.js';
export { parseExactYaml, parseYaml } from './parse-yaml.js';
export { parseYamlDocuments, type YamlDocument } from './parse-yaml-documents.js';
export { jsonToYaml, type RenderYamlOptions, renderYaml } from './render-yaml.js';
export type { YamlDialect } from './resolve/dialect.js';
export type { ExactValue } from './resolve/exact-value.js';
export { splitYaml, type YamlPart } from './split-yaml.js';
export type { ParseYamlOptions } from './yaml-options.js';
