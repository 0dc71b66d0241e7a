import { parseLabelSelector } from '@gotk/objects';
import { rewordError } from '../errors/wrap-error.js';
import { compileGoRegExp } from '../go-regexp/compile-go-regexp.js';
import type { SelectorFields } from '../kustomization/kustomization.js';
import type { YamlNode } from '../node/yaml-node.js';
import type { Gvk } from './gvk.js';
import { readTextMap } from './metadata-fields.js';
import { currentId, originalId, type Resource } from './resource.js';
import { effectiveNamespace } from './resource-id.js';
import type { ResourceList } from './resource-list.js';

/** A selector with its patterns compiled. */
export interface CompiledSelector {
  /** Whether nothing is asked of the id. */
  readonly takesAnyId: boolean;
  /** The name, where it is no pattern. */
  readonly exactName: string | undefined;
  matchesGvk(gvk: Gvk): boolean;
  matchesName(name: string): boolean;
  matchesNamespace(namespace: string): boolean;
}

const NO_PATTERN = /^[A-Za-z0-9_/@:-]+$/;

/** @throws Error with Go's message when a pattern is not valid. */
export function compileSelector(selector: SelectorFields): CompiledSelector {
  const { group = '', version = '', kind = '', name = '', namespace = '' } = selector;
  const [matchesGroup, matchesVersion, matchesKind, matchesName, matchesNamespace] = [
    group,
    version,
    kind,
    name,
    namespace,
  ].map(compileText);
  return {
    takesAnyId: [group, version, kind, name, namespace].every((text) => text === ''),
    exactName: NO_PATTERN.test(name) ? name : undefined,
    matchesGvk: (gvk) =>
      matchesGroup?.(gvk.group) === true && matchesVersion?.(gvk.version) === true && matchesKind?.(gvk.kind) === true,
    matchesName: (text) => matchesName?.(text) === true,
    matchesNamespace: (text) => matchesNamespace?.(text) === true,
  };
}

function compileText(pattern: string): (text: string) => boolean {
  if (pattern === '') return () => true;
  const regExp = compileGoRegExp(`^(?:${pattern})$`);
  return (text) => regExp.test(text);
}

/**
 * The resources that a selector takes: by the id of now or the original one, by labels and annotations.
 * @throws when a pattern or a label selector is not valid.
 */
export function selectResources(list: ResourceList, selector: SelectorFields): readonly Resource[] {
  const compiled = compileSelector(selector);
  const candidates = compiled.exactName === undefined ? list.all : list.withAnyName(compiled.exactName);
  const matchesTexts = compileTextSelectors(selector);
  return candidates.filter((resource) => idMatches(resource, compiled) && matchesTexts(resource.view));
}

function idMatches(resource: Resource, selector: CompiledSelector): boolean {
  const current = currentId(resource);
  const original = originalId(resource);
  const { matchesNamespace, matchesName } = selector;
  if (!matchesNamespace(effectiveNamespace(original)) && !matchesNamespace(effectiveNamespace(current))) return false;
  if (!matchesName(original.name) && !matchesName(current.name)) return false;
  return selector.matchesGvk(current);
}

/**
 * Whether an object fits the label and annotation selectors.
 * A selector that is not valid is an error only once there is something to select from.
 */
export function compileTextSelectors({
  labelSelector = '',
  annotationSelector = '',
}: SelectorFields): (node: YamlNode) => boolean {
  const matchesLabels = lazily(() => compileTexts(labelSelector, 'labels'));
  const matchesAnnotations = lazily(() => compileTexts(annotationSelector, 'annotations'));
  return (node) => matchesLabels()(node) && matchesAnnotations()(node);
}

function compileTexts(text: string, name: 'labels' | 'annotations'): (node: YamlNode) => boolean {
  if (text === '') return () => true;
  const matcher = parseSelector(text);
  return (node) => matcher.matches(Object.fromEntries(readTextMap(node, name)));
}

function parseSelector(text: string): ReturnType<typeof parseLabelSelector> {
  try {
    return parseLabelSelector(text);
  } catch (error) {
    throw rewordError(error, oldWording);
  }
}

/** kustomize has an older copy of the parser, with other words for some errors. */
function oldWording(message: string): string {
  return message
    .replace('expected: in, notin, =, ==, !=, gt, lt', "expected: '=', '!=', '==', 'in', notin'")
    .replace(/<nil>: Invalid value: (".*?"): /, 'invalid label key $1: ')
    .replace(/values\[[0-9]+\]\[(.*?)\]: Invalid value: (".*?"): /, 'invalid label value: $2: at key: "$1": ')
    .replace(/values(?:\[[0-9]+\])?: Invalid value: .*?: (for 'Gt', 'Lt' operators)/, '$1');
}

function lazily<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}
