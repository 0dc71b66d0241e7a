import { parseText } from '../parse/parse-text.js';
import type { ScalarNode, YamlNode, YamlNodeDocument } from '../parse/yaml-node.js';
import { NodeRenderer } from '../render/node-renderer.js';
import type { ExactValue } from '../resolve/exact-value.js';
import { resolvePlain } from '../resolve/resolve-plain.js';
import { YamlProblem } from '../scan/problem.js';
import { decodeKyaml } from './decode-kyaml.js';

/**
 * The value of a document as kustomize gets at it: by writing the nodes and reading them again, which is not always the same.
 * @throws YamlProblem with the lines of the text in between.
 */
export function valueOfKyaml(document: YamlNodeDocument): ExactValue {
  return decodeUnchanged(document.root) ?? decodeRewritten(document);
}

/** The value where the detour is known to change nothing. */
function decodeUnchanged(root: YamlNode): ExactValue | undefined {
  // An empty root would be no document any more.
  if (root.kind === 'scalar' || !survives(root, false)) return undefined;
  try {
    return decodeKyaml(root);
  } catch (error) {
    if (error instanceof YamlProblem) return undefined;
    throw error;
  }
}

function decodeRewritten(document: YamlNodeDocument): ExactValue {
  const written = parseText(new NodeRenderer().render(document), true);
  return written === undefined ? {} : decodeKyaml(written.root);
}

/** Whether a node is sure to be read as the same value after it was written. */
function survives(node: YamlNode, inFlow: boolean): boolean {
  if (node.tag !== '') return false;
  switch (node.kind) {
    case 'alias':
      return false;
    case 'scalar':
      return scalarSurvives(node, inFlow);
    case 'sequence':
      return node.items.every((item) => survives(item, inFlow || node.flow));
    case 'mapping':
      return node.entries.every(({ key, value }) => {
        const flow = inFlow || node.flow;
        return key.kind === 'scalar' && key.value !== '' && survives(key, flow) && survives(value, flow);
      });
  }
}

/** Text of printable lines, none of them blank at its edges. */
const QUIET_LINES = /^[!-~](?:[ -~]*[!-~])?(?:\n[ -~]*[!-~])*\n?$/;

function scalarSurvives({ style, value }: ScalarNode, inFlow: boolean): boolean {
  switch (style) {
    case 'plain':
      return value !== '' ? !value.includes('\n') && !(inFlow && isQuotedInFlow(value)) : !inFlow;
    case 'single':
    case 'double':
      return !value.includes('\n');
    case 'literal':
      return QUIET_LINES.test(value);
    case 'folded':
      return false;
  }
}

/** Characters that a plain text in a flow collection is not written with: what is no text then becomes one, such as a time. */
const FLOW_INDICATORS = /[:,?[\]{}]/;

function isQuotedInFlow(value: string): boolean {
  return FLOW_INDICATORS.test(value) && resolvePlain(value, 'kyaml') !== undefined;
}
