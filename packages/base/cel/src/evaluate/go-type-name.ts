import { CelType } from '../types/cel-type.js';
import { CelList } from '../values/cel-list.js';
import { CelMap } from '../values/cel-map.js';
import { CelOptional } from '../values/cel-optional.js';
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

/** The name of a value's type in cel-go, which a few messages show. */
export function goTypeOf(value: CelValue): string {
  if (value instanceof CelList) return '*types.baseList';
  if (value instanceof CelMap) return '*types.baseMap';
  if (value instanceof CelOptional) return '*types.Optional';
  if (value instanceof CelType) return '*types.Type';
  const type = typeOf(value);
  return NAMES.get(type.kind) ?? type.name;
}
