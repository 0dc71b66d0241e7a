import { type MappingEntry, type MappingNode, renderYamlNodes, type SequenceNode, type YamlNode } from '@gotk/yaml';
import type { SopsBranch, SopsTree, SopsValue } from '../../tree/sops-tree.js';
import { isBranch, isComment, isList, printableText } from '../../tree/sops-tree.js';
import { CommentQueue, withFoot, withHead, withLine } from './comment-queue.js';
import { BARE, nodeOfLeaf, nodeOfText } from './node-of-leaf.js';

const LAYOUT = { indent: 4, compactLists: false };

/** Writes documents as SOPS does: four columns for each level, comments in their places. */
export function renderYamlFile(tree: SopsTree): Uint8Array {
  const documents = tree.map((branch) =>
    renderYamlNodes({ root: nodeOfBranch(branch), headComment: '', footComment: '' }, LAYOUT),
  );
  return new TextEncoder().encode(documents.join('---\n'));
}

function nodeOf(value: SopsValue): YamlNode {
  if (isBranch(value)) return nodeOfBranch(value);
  if (isComment(value)) return nodeOfText(printableText(value.text));
  return isList(value) ? nodeOfList(value) : nodeOfLeaf(value);
}

/** Comments before the first field belong to the mapping, those after the last one to its key. */
function nodeOfBranch({ entries: parts }: SopsBranch): MappingNode {
  const queue = new CommentQueue();
  const entries: MappingEntry[] = [];
  let own: readonly string[] = [];
  for (const part of parts) {
    if (part.kind === 'comment') {
      queue.add(part);
      continue;
    }
    if (entries.length === 0) own = queue.takeHead();
    const key = withHead(nodeOfText(typeof part.key === 'string' ? part.key : part.key.shown), queue.takeHead());
    entries.push({ key, value: withLine(nodeOf(part.value), queue.takeInline()) });
  }
  const last = entries.pop();
  if (last === undefined) own = queue.takeAll();
  else entries.push({ key: withFoot(last.key, queue.takeAll()), value: last.value });
  return withHead({ ...BARE, kind: 'mapping', flow: false, entries }, own);
}

function nodeOfList(parts: readonly SopsValue[]): SequenceNode {
  const queue = new CommentQueue();
  const items: YamlNode[] = [];
  let own: readonly string[] = [];
  for (const part of parts) {
    if (isComment(part)) {
      queue.add(part);
      continue;
    }
    if (items.length === 0) own = queue.takeHead();
    items.push(withLine(withHead(nodeOf(part), queue.takeHead()), queue.takeInline()));
  }
  const last = items.pop();
  if (last === undefined) own = queue.takeAll();
  else items.push(withFoot(last, queue.takeAll()));
  return withHead({ ...BARE, kind: 'sequence', flow: false, items }, own);
}
