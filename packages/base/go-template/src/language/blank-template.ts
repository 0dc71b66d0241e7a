import { trimSpace } from '../text/runes.js';
import type { ListNode } from './nodes.js';

/** Whether a template has nothing but space in it: such a one never replaces another of its name. */
export function isBlankTemplate(root: ListNode): boolean {
  return root.nodes.every((node) => node.kind === 'text' && trimSpace(node.text) === '');
}
