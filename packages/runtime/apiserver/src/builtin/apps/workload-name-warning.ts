import { checkDns1123Label } from '@gotk/objects';
import type { DraftMeta } from '../../drafts/draft.js';

/** A warning for a name that is no DNS label where pods are named after it. */
export function workloadNameWarning({ name = '' }: DraftMeta): readonly string[] {
  const problems = checkDns1123Label(name);
  const advice =
    'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
  return problems.length === 0 ? [] : [`${advice}: [${problems.join(' ')}]`];
}
