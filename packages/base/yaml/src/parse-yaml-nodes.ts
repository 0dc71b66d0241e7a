import { LocatedError } from '@gotk/located-error';
import { checkKyamlMapping } from './decode/decode-kyaml.js';
import { goSyntax } from './decode/go-syntax.js';
import { valueOfKyaml } from './decode/value-of-kyaml.js';
import { parseText, parseTexts } from './parse/parse-text.js';
import type { YamlNodeDocument } from './parse/yaml-node.js';
import { type NodeLayout, NodeRenderer } from './render/node-renderer.js';
import type { ExactValue } from './resolve/exact-value.js';
import { toLocatedError } from './yaml-error.js';
import type { ParseYamlOptions } from './yaml-options.js';

/**
 * Reads the first document of `text` into nodes, which keep styles, comments, tags, anchors and places.
 *
 * @throws LocatedError `yaml-syntax`, or `yaml-empty` (`EOF`) where there is no document.
 */
export function parseYamlNodes(
  text: string | Uint8Array,
  options: Omit<ParseYamlOptions, 'dialect' | 'strict'> = {},
): YamlNodeDocument {
  try {
    const document = parseText(text, true);
    if (document !== undefined) return document;
  } catch (error) {
    throw toLocatedError(error, 'kyaml', options);
  }
  throw new LocatedError({ code: 'yaml-empty', message: 'EOF' });
}

/**
 * Reads one document after the other into nodes.
 *
 * @throws LocatedError `yaml-syntax` when the faulty document is asked for.
 */
export function* parseYamlNodeStream(
  text: string | Uint8Array,
  options: Omit<ParseYamlOptions, 'dialect' | 'strict'> = {},
): Generator<YamlNodeDocument, void, undefined> {
  try {
    yield* parseTexts(text, true);
  } catch (error) {
    throw toLocatedError(error, 'kyaml', options);
  }
}

/** Writes nodes: comments and styles stay, indentation and spacing become those of `layout`, by default kustomize's own. */
export function renderYamlNodes(document: YamlNodeDocument, layout: NodeLayout = {}): string {
  return new NodeRenderer(layout).render(document);
}

/**
 * Refuses what go-yaml v3 would not decode into a map of text to anything: repeated keys, text that contradicts its tag, a
 * document that is a list or a scalar.
 *
 * @throws LocatedError `yaml-syntax`
 */
export function checkYamlMapping({ root }: YamlNodeDocument, options: Pick<ParseYamlOptions, 'file'> = {}): void {
  try {
    checkKyamlMapping(root);
  } catch (error) {
    throw toLocatedError(error, 'kyaml', options);
  }
}

/**
 * The JSON value of nodes as kustomize gets at it: by writing them and reading that again.
 * @throws LocatedError `yaml-syntax`: repeated keys, keys that are no strings, text that contradicts its tag.
 */
export function valueOfYamlNodes(document: YamlNodeDocument): ExactValue {
  try {
    return valueOfKyaml(document);
  } catch (error) {
    throw toLocatedError(error, 'kyaml', {});
  }
}

/** Nodes in Go's syntax (`%#v`), as error messages show the value that kustomize decodes them into. */
export function goSyntaxOfYamlNodes({ root }: YamlNodeDocument): string {
  return goSyntax(root, 'kyaml');
}
