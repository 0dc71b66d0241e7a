export { canonicalJson } from './canonical-json.js';
export { compareUtf8 } from './go/compare-utf8.js';
export { goQuote } from './go/go-quote.js';
export { type JsonText, type JsonTextMember, parseGoJson, parseJsonText } from './go/json-text.js';
export { renderFieldValue } from './go/render-field-value.js';
export { type GoJsonOptions, renderGoJson, renderGoJsonNumber, renderGoJsonString } from './go/render-go-json.js';
export { goTypeName, renderGoFloat, renderGoValue } from './go/render-go-value.js';
export { jsonEqual } from './json-equal.js';
export { jsonAt, parseJsonPointer, renderJsonPointer } from './json-pointer.js';
export { isJsonObject, type JsonObject, type JsonValue } from './json-value.js';
export { applyJsonPatch, applyJsonPatchText, type JsonPatchOptions } from './patch/json-patch.js';
export {
  applyMergePatch,
  applyMergePatchText,
  createMergePatch,
  createThreeWayMergePatch,
} from './patch/merge-patch.js';
