import { LocatedError } from '@gotk/located-error';
import { isJsonObject, type JsonValue } from './json-value.js';

/**
 * The steps of an RFC 6901 pointer. The empty pointer has none.
 * @throws LocatedError `json-pointer` when the text is neither empty nor begins with `/`.
 */
export function parseJsonPointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) {
    throw new LocatedError({
      code: 'json-pointer',
      message: 'nonempty JSON pointer must begin with "/"',
      hint: `Write "/${pointer}".`,
    });
  }
  return pointer.slice(1).split('/').map(unescapeJsonPointerStep);
}

/** The pointer with these steps. */
export function renderJsonPointer(steps: readonly string[]): string {
  return steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** One step with `~1` read as `/` and `~0` as `~`; any other `~` stands for itself. */
export function unescapeJsonPointerStep(step: string): string {
  return step.includes('~') ? step.replace(/~[01]/g, (tilde) => (tilde === '~1' ? '/' : '~')) : step;
}

/** The value `steps` lead to, or `undefined` where one does not exist. */
export function jsonAt(root: JsonValue, steps: readonly string[]): JsonValue | undefined {
  let current: JsonValue | undefined = root;
  for (const step of steps) {
    if (Array.isArray(current)) current = /^(0|[1-9]\d*)$/.test(step) ? current[Number(step)] : undefined;
    else if (isJsonObject(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}
