export { locateYaml, type YamlPosition } from './locate-yaml.js';
export { yamlNodeToGoJson } from './parse/node-to-go-json.js';
export type {
  AliasNode,
  MappingEntry,
  MappingNode,
  ScalarNode,
  SequenceNode,
  YamlNode,
  YamlNodeDocument,
} from './parse/yaml-node.js';
export { parseExactYaml, parseYaml, parseYamlFields } from './parse-yaml.js';
export { parseYamlAs } from './parse-yaml-as.js';
export { type ParseYamlDocumentsOptions, parseYamlDocuments, type YamlDocument } from './parse-yaml-documents.js';
export {
  checkYamlMapping,
  goSyntaxOfYamlNodes,
  parseYamlNodeStream,
  parseYamlNodes,
  renderYamlNodes,
  valueOfYamlNodes,
} from './parse-yaml-nodes.js';
export type { NodeLayout } from './render/node-renderer.js';
export { jsonToYaml, type RenderYamlOptions, renderYaml } from './render-yaml.js';
export type { YamlDialect } from './resolve/dialect.js';
export { type ExactValue, StructFields, unquotedText } from './resolve/exact-value.js';
export { type ResolvedScalar, resolvePlain, type ScalarTag } from './resolve/resolve-plain.js';
export { resolveYamlScalar, type YamlScalar } from './resolve-yaml-scalar.js';
export type { Mark } from './scan/problem.js';
export type { ScalarStyle } from './scan/token.js';
export { readYamlOrJson } from './stream/read-yaml-or-json.js';
export { splitYaml, type YamlPart } from './stream/split-yaml.js';
export { type DecodeJsonOptions, decodeJsonAs, GoTypeMismatch } from './typed/decode-json-as.js';
export { type GoField, type GoType, goTypeName } from './typed/go-type.js';
export type { ParseYamlOptions } from './yaml-options.js';
