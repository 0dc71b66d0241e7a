import { CelType } from '../types/cel-type.js';
import { CelList } from '../values/cel-list.js';
import { CelMap } from '../values/cel-map.js';
import { CelOpaque } from '../values/cel-opaque.js';
import { CelOptional } from '../values/cel-optional.js';
import { JsonList, JsonMap } from '../values/json-values.js';
import { type CelValue, typeOf } from '../values/value.js';

const NAMES: ReadonlyMap<string, string> = new Map([
  ['null', 'types.Null'],
  ['bool', 'types.Bool'],
  ['int', 'types.Int'],
  ['uint', 'types.Uint'],
  ['double', 'types.Double'],
  ['string', 'types.String'],
  ['bytes', 'types.Bytes'],
  ['timestamp', 'types.Timestamp'],
  ['duration', 'types.Duration'],
]);

/** Whether a value is one of cel-go, or still one of Go where it came from outside. */
export type ValueForm = 'value' | 'native';

/** The name of a value's type in cel-go, which a few messages show. */
export function goTypeOf(value: CelValue, form: ValueForm = 'value'): string {
  if (form === 'native') {
    if (value === null) return '<nil>';
    if (value instanceof JsonList) return '[]interface {}';
    if (value instanceof JsonMap) return 'map[string]interface {}';
  }
  if (value instanceof CelList) return '*types.baseList';
  if (value instanceof CelMap) return '*types.baseMap';
  if (value instanceof CelOptional) return '*types.Optional';
  if (value instanceof CelType) return '*types.Type';
  if (value instanceof CelOpaque) return value.goType;
  const type = typeOf(value);
  return NAMES.get(type.kind) ?? type.name;
}
