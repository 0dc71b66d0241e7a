import { renderGoJson } from '@gotk/json';
import { parseYaml, parseYamlNodes, renderYamlNodes, type YamlNodeDocument } from '@gotk/yaml';
import { Interruption } from '../errors/interruption.js';
import { lookupPath } from '../node/lookup-path.js';
import { type MatchPathOptions, matchPath } from '../node/match-path.js';
import { toYamlDocument } from '../node/to-yaml-nodes.js';
import { overwriteNode, type YamlNode } from '../node/yaml-node.js';
import { fromYamlNodes } from '../read/from-yaml-nodes.js';

const EMBEDDED_NODES = 1_000_000;

/**
 * Sets a value inside a scalar that holds JSON or YAML, where the path leads into one, and prints the text again: JSON as
 * JSON, indented where it was.
 *
 * @returns whether that was done; otherwise nothing is changed.
 */
export function setEmbeddedValue(
  object: YamlNode,
  value: YamlNode,
  path: readonly string[],
  options: MatchPathOptions,
): boolean {
  const embedded = findEmbedded(object, path);
  if (embedded === undefined) return false;
  try {
    const { scalar, rest } = embedded;
    const document = parseYamlNodes(scalar.value);
    const root = fromYamlNodes(document.root, { nodes: EMBEDDED_NODES });
    const targets = matchPath(root, rest, options);
    if (targets.length === 0) return false;
    for (const target of targets) {
      if (target.kind === 'scalar') target.value = value.value;
      else overwriteNode(target, value);
    }
    scalar.value = print(root, document, scalar.value);
    return true;
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return false;
  }
}

interface Embedded {
  readonly scalar: YamlNode;
  readonly rest: readonly string[];
}

/** The first scalar on the path, where the path goes on after it and its text can be read. */
function findEmbedded(object: YamlNode, path: readonly string[]): Embedded | undefined {
  for (let length = 1; length < path.length; length++) {
    const found = attempt(() => lookupPath(object, path.slice(0, length)));
    if (found?.kind !== 'scalar') continue;
    const isReadable = attempt(() => parseYamlNodes(found.value)) !== undefined;
    if (isReadable) return { scalar: found, rest: path.slice(length) };
  }
  return undefined;
}

function attempt<Result>(run: () => Result): Result | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return undefined;
  }
}

function print(root: YamlNode, document: YamlNodeDocument, original: string): string {
  const text = renderYamlNodes({
    ...toYamlDocument(root),
    headComment: document.headComment,
    footComment: document.footComment,
  });
  const first = original.trim().charAt(0);
  return first === '{' || first === '[' ? printJson(text, original) : text.trim();
}

function printJson(text: string, original: string): string {
  const isIndented = original.includes('\n') && original.includes('  ');
  return renderGoJson(parseYaml(text, { dialect: 'kyaml' }), isIndented ? { indent: '  ' } : {});
}
