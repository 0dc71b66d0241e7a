export { type IncludeStep, TemplateExecError } from './compile/exec-error.js';
export { executeTemplate } from './compile/execute-template.js';
export { type MissingKey, Run, type RunLimits, type TemplateEnvironment } from './compile/run.js';
export { TemplateSet, TemplateText } from './compile/template-set.js';
export { loadTemplateCrypto, type TemplateCrypto } from './crypto/template-crypto.js';
export { valueText } from './format/print-value.js';
export { sprint, sprintf, sprintln } from './format/printf.js';
export { CryptoNotLoaded } from './functions/crypto.js';
export { FunctionTable } from './functions/function-table.js';
export { GoError, GoPanic, LimitError } from './functions/go-error.js';
export { type Call, fixed, type GoFunction, method, renamed, variadic } from './functions/go-function.js';
export { type ParameterType, parameter } from './functions/parameter-type.js';
export { builtinTable, sprigTable } from './functions/sprig.js';
export { decodeJson } from './json/decode-json.js';
export { encodeJson, type JsonStyle } from './json/encode-json.js';
export { jsonProblem } from './json/json-problem.js';
export { KeptTemplates, type KeptText } from './kept/kept-templates.js';
export { type TemplateIndex, TemplateKeeper, type TemplateRecord } from './kept/template-keeper.js';
export type { SourceText } from './language/nodes.js';
export { TemplateParseError } from './language/parse-error.js';
export { type FloatVerb, formatFloat } from './number/format-float.js';
export { type ParsedNumber, parseGoFloat, parseGoInt } from './number/parse-number.js';
export { compileRegex, type MatchIndices, type Regex } from './regex/compile-regex.js';
export { base64ToBytes, bytesToBase64 } from './text/base64.js';
export {
  byteLength,
  bytesToText,
  compareText,
  invalidByteOf,
  runeCount,
  sortTexts,
  textToBytes,
} from './text/go-text.js';
export { quoteRune, quoteText } from './text/quote.js';
export { formatTime } from './time/format-time.js';
export type { Moment } from './time/moment.js';
export { parseTime } from './time/parse-time.js';
export { goTime, momentOf } from './time/time-value.js';
export { fixedZone, UTC, type Zone } from './time/zone.js';
export { GoComplex } from './value/go-complex.js';
export { GoInt, goInt, goInt64, goUint64, type IntegerValue } from './value/go-int.js';
export { GoMap, goMap } from './value/go-map.js';
export { GoBytes, GoSlice } from './value/go-slice.js';
export { type GoField, GoPointer, GoStruct, type GoStructType } from './value/go-struct.js';
export { type GoKind, type GoType, goType } from './value/go-type.js';
export { type GoValue, isNil, itemsOf, typeName, typeOf } from './value/go-value.js';
export { goMapOf, goValueOf } from './value/json-value.js';
export { requireModestSize } from './value/require-modest-size.js';
export { isEmpty, isTruthy } from './value/truth.js';
