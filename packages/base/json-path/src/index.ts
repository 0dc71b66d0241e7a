export { type JsonPathTemplate, parseJsonPath, relaxJsonPath } from './parse/parse-json-path.js';
export { findJsonPath, type JsonPathOptions, renderJsonPath, renderJsonPathAsJson } from './render-json-path.js';
