import { parseConditions } from '@gotk/conditions';
import type { KubeObject } from '@gotk/objects';

/**
 * Reads `type=status` or `type!=status`; both sides are compared without regard to case.
 *
 * @throws when the text has neither form.
 */
export function parseStatusSelector(text: string): (object: KubeObject) => boolean {
  if (text === '') return () => true;
  const separator = text.includes('!=') ? '!=' : '=';
  const index = text.indexOf(separator);
  if (index === -1) {
    throw new Error(`expected status selector in type=status or type!=status format, but found: ${text}`);
  }
  const type = text.slice(0, index).toLowerCase();
  const status = text.slice(index + separator.length).toLowerCase();
  const negated = separator === '!=';
  return (object) => statusMatches(object, type, status) !== negated;
}

function statusMatches(object: KubeObject, type: string, status: string): boolean {
  if (object.kind === 'Alert' || object.kind === 'Provider') return type === 'ready' && status === 'true';
  const condition = parseConditions(object).findLast((each) => each.type.toLowerCase() === type);
  return condition?.status.toLowerCase() === status;
}
