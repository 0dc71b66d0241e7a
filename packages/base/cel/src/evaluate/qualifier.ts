import { CelError } from '../values/cel-error.js';
import { CelList, listIndex } from '../values/cel-list.js';
import { CelMap, StructMap } from '../values/cel-map.js';
import { CelUint } from '../values/cel-uint.js';
import { showValue } from '../values/show-value.js';
import type { CelValue } from '../values/value.js';
import type { Frame } from './frame.js';
import { goTypeOf, type ValueForm } from './go-type-name.js';

/** A step into a value: a field, a key or an index. */
export interface Qualifier {
  /** With `?`: what is not there gives an empty optional. */
  readonly optional: boolean;
  /** The key where it is a literal string. */
  readonly field: string | undefined;
  qualify(frame: Frame, value: CelValue): CelValue;
  qualifyIfPresent(frame: Frame, value: CelValue): CelValue | undefined;
}

/** A step with a literal key. */
export function constantQualifier(key: CelValue, optional: boolean): Qualifier {
  refuseKey(key, 'value');
  return {
    optional,
    field: typeof key === 'string' ? key : undefined,
    qualify: (frame, value) => {
      frame.charge(1);
      return lookUp(value, key);
    },
    qualifyIfPresent: (frame, value) => {
      const found = lookUpIfPresent(value, key);
      if (found !== undefined) frame.charge(1);
      return found;
    },
  };
}

/** A step with a key that is computed. */
export function computedQualifier(
  resolveKey: (frame: Frame) => CelValue,
  optional: boolean,
  form: ValueForm = 'value',
): Qualifier {
  const readKey = (frame: Frame): CelValue => {
    const key = resolveKey(frame);
    refuseKey(key, form);
    return key;
  };
  return {
    optional,
    field: undefined,
    qualify: (frame, value) =>
      lookUp(
        value,
        frame.charging(1, () => readKey(frame)),
      ),
    qualifyIfPresent: (frame, value) => {
      const found = lookUpIfPresent(value, readKey(frame));
      if (found !== undefined) frame.charge(1);
      return found;
    },
  };
}

/** The last step of `has(a.b)`: whether the field is there. */
export function testQualifier(field: string): Qualifier {
  return {
    optional: false,
    field,
    qualify: (frame, value) => {
      frame.charge(1);
      return lookUpIfPresent(value, field) !== undefined;
    },
    qualifyIfPresent: (frame, value) => {
      frame.charge(1);
      return lookUpIfPresent(value, field);
    },
  };
}

function refuseKey(key: CelValue, form: ValueForm): void {
  if ((typeof key === 'object' || key === null) && !(key instanceof CelUint)) {
    throw new CelError(`invalid qualifier type: ${goTypeOf(key, form)}`);
  }
}

function lookUp(value: CelValue, key: CelValue): CelValue {
  const found = lookUpIfPresent(value, key);
  if (found !== undefined) return found;
  if (value instanceof StructMap && typeof key === 'string') {
    const unset = value.defaultOf(key);
    if (unset !== undefined) return unset;
    throw new CelError(`no such field '${key}'`);
  }
  const what = value instanceof CelList ? 'index out of bounds' : 'no such key';
  throw new CelError(`${what}: ${showValue(key)}`);
}

function lookUpIfPresent(value: CelValue, key: CelValue): CelValue | undefined {
  if (value instanceof CelMap) return value.find(key);
  if (!(value instanceof CelList)) return undefined;
  const index = listIndex(key);
  return index >= 0 && index < value.size ? value.at(index) : undefined;
}
