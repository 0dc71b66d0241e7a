export { jsonEqual } from './json-equal.js';
export { isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
