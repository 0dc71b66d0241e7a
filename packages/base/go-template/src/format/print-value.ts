import { bytesToText } from '../text/go-text.js';
import { GoComplex } from '../value/go-complex.js';
import { GoInt, goUint64 } from '../value/go-int.js';
import { GoMap } from '../value/go-map.js';
import { GoBytes, GoSlice } from '../value/go-slice.js';
import { GoPointer, GoStruct } from '../value/go-struct.js';
import { type GoValue, isNil, itemsOf, typeName, typeOf } from '../value/go-value.js';
import { requireModestSize } from '../value/require-modest-size.js';
import { formatFloatVerb, isFloatVerb } from './format-float-verb.js';
import { formatInteger } from './format-integer.js';
import { type FormatSpec, pad, plainSpec } from './format-spec.js';
import { formatText, hexText } from './format-text.js';

const TEXT_VERBS = 'vsxXq';

/** How one argument is printed: the verb, its flags, and whether methods such as `String()` are left alone. */
export interface PrintMode {
  readonly verb: string;
  readonly spec: FormatSpec;
  readonly ignoreMethods?: boolean;
}

/** The text of an argument of printf under a verb. */
export function printArgument(value: GoValue, mode: PrintMode): string {
  const { verb, spec } = mode;
  if (value === null || value === undefined) {
    return verb === 'T' || verb === 'v' ? pad('<nil>', spec) : `%!${verb}(<nil>)`;
  }
  if (verb === 'T') return formatText(typeName(value), 's', spec) ?? '';
  if (verb === 'p') return addressText(value, mode);
  requireModestSize(value);
  return printValue(value, mode, 0);
}

/** Addresses are never the same twice; what stands for them has their form. */
function addressText(value: GoValue, mode: PrintMode): string {
  if (typeof value !== 'object' || value instanceof GoInt || value instanceof GoStruct || value instanceof GoComplex)
    return badVerb(value, mode);
  return isNil(value) ? pad('0x0', mode.spec) : pad('0xc000000000', mode.spec);
}

/** The text of a value as `%v` prints it. */
export function valueText(value: GoValue): string {
  if (typeof value === 'string') return value;
  return printArgument(value, { verb: 'v', spec: plainSpec() });
}

function printValue(value: GoValue, mode: PrintMode, depth: number): string {
  if (value === null || value === undefined) return mode.spec.sharpV ? 'interface {}(nil)' : '<nil>';
  const text = methodText(value, mode);
  if (text !== undefined) return text;
  return printPlain(value, mode, depth) ?? badVerb(value, mode);
}

/** What the value's own `String()` gives, where the verb takes a text. */
function methodText(value: GoValue, { verb, spec, ignoreMethods }: PrintMode): string | undefined {
  if (typeof value !== 'object' || ignoreMethods === true || !TEXT_VERBS.includes(verb)) return undefined;
  const type = typeOf(value);
  const text = spec.sharpV ? type?.toGoText?.(value) : type?.toText?.(value);
  return text === undefined ? undefined : formatText(text, spec.sharpV ? 's' : verb, spec);
}

function printPlain(value: GoValue, mode: PrintMode, depth: number): string | undefined {
  const { verb, spec } = mode;
  if (typeof value === 'string') return formatText(value, verb, spec);
  if (typeof value === 'number') return formatFloatVerb(value, verb, spec);
  if (typeof value === 'boolean') return verb === 't' || verb === 'v' ? pad(String(value), spec) : undefined;
  if (value instanceof GoInt) {
    return formatInteger(value.value, verb, { spec, isSigned: !value.type.kind.startsWith('u') });
  }
  if (value instanceof GoMap) return printMap(value, mode, depth);
  if (value instanceof GoComplex) return printComplex(value, mode);
  if (value instanceof GoStruct) return printStruct(value, mode, depth);
  if (value instanceof GoPointer) return printPointer(value, mode, depth);
  if (value instanceof GoBytes && 'sqxX'.includes(verb)) return printBytes(value.bytes, mode);
  return printSlice(value, mode, depth);
}

function badVerb(value: GoValue, { verb, spec }: PrintMode): string {
  return `%!${verb}(${typeName(value)}=${printValue(value, { verb: 'v', spec, ignoreMethods: true }, 0)})`;
}

function printMap(map: GoMap, mode: PrintMode, depth: number): string {
  const { sharpV } = mode.spec;
  if (sharpV && map.isNil) return `${map.type.name}(nil)`;
  const entries = map.keys().map((key) => {
    return `${printValue(key, mode, depth + 1)}:${printValue(map.get(key), mode, depth + 1)}`;
  });
  return sharpV ? `${map.type.name}{${entries.join(', ')}}` : `map[${entries.join(' ')}]`;
}

function printSlice(value: GoValue, mode: PrintMode, depth: number): string {
  const { sharpV } = mode.spec;
  if (sharpV && value instanceof GoSlice && value.isNil) return `${value.type.name}(nil)`;
  const items = (itemsOf(value) ?? []).map((item) => printValue(item, mode, depth + 1));
  if (!sharpV) return `[${items.join(' ')}]`;
  const name = value instanceof GoBytes && depth === 0 ? '[]byte' : typeName(value);
  return `${name}{${items.join(', ')}}`;
}

function printBytes(bytes: Uint8Array, { verb, spec }: PrintMode): string | undefined {
  if (verb === 'x' || verb === 'X') return hexText(bytes, verb, spec);
  return formatText(bytesToText(bytes), verb, spec);
}

function printComplex(value: GoComplex, { verb, spec }: PrintMode): string | undefined {
  if (!isFloatVerb(verb)) return undefined;
  const imaginary = formatFloatVerb(value.imaginary, verb, { ...spec, plus: true });
  return `(${formatFloatVerb(value.real, verb, spec)}${imaginary}i)`;
}

function printStruct(struct: GoStruct, mode: PrintMode, depth: number): string {
  const { sharpV, plusV } = mode.spec;
  const fields = struct.type.fields.map((field) => {
    const fieldMode = field.isUnexported === true ? { ...mode, ignoreMethods: true } : mode;
    const text = printValue(field.get(struct), fieldMode, depth + 1);
    return sharpV || plusV ? `${field.name}:${text}` : text;
  });
  return sharpV ? `${struct.type.name}{${fields.join(', ')}}` : `{${fields.join(' ')}}`;
}

function printPointer(pointer: GoPointer, mode: PrintMode, depth: number): string {
  const { spec, verb } = mode;
  if (pointer.target === undefined) {
    if (verb === 'v') return spec.sharpV ? `(${pointer.type.name})(nil)` : pad('<nil>', spec);
    return 'bodxX'.includes(verb) ? printValue(goUint64(0), mode, depth) : badVerb(pointer, mode);
  }
  if (depth === 0) return `&${printValue(pointer.target, mode, depth + 1)}`;
  if (!'vbodxX'.includes(verb)) return badVerb(pointer, mode);
  return spec.sharpV ? `(${pointer.type.name})(0xc000000000)` : '0xc000000000';
}
