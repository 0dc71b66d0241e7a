import type { FileTree } from '@gotk/file-tree';
import { compileRegex } from '@gotk/go-template';
import { checkLabelValue, checkQualifiedName, nameIsDnsSubdomain } from '@gotk/name-rules';
import type { SourceTrees } from './fetch-sources.js';
import type { ArtifactPlan } from './plan-artifacts.js';

const CAPTURE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

type Captures = Readonly<Record<string, string>>;

export interface PathPatternSpec {
  /** `@alias/apps/{app}` */
  readonly pathPattern: string;
  readonly artifacts: readonly ArtifactPlan[];
}

/**
 * One set of artifacts for each directory that matches the pattern, in the order of paths. What is captured goes into
 * names and labels in lower case, and into the paths of copies as it is.
 *
 * @throws Error in Flux's words; only a change of the spec or of the files helps.
 */
export function expandPathPattern(
  { pathPattern, artifacts }: PathPatternSpec,
  trees: SourceTrees,
): readonly ArtifactPlan[] {
  const slash = pathPattern.indexOf('/');
  if (slash < 0 || !pathPattern.startsWith('@')) throw new Error(`invalid pathPattern format: ${pathPattern}`);
  const told = `pathPattern ${JSON.stringify(pathPattern)}`;
  const alias = pathPattern.slice(1, slash);
  const tree = trees.get(alias);
  if (tree === undefined) throw new Error(`${told}: source alias ${alias} not found in local sources`);
  const matcher = compilePattern(pathPattern.slice(slash + 1), told);
  const seen = new Map<string, string>();
  return directoriesOf(tree).flatMap((path) => {
    const captured = matcher(path);
    if (captured === undefined) return [];
    return artifacts.map((artifact) => renderPlan(artifact, { captured, path, told, seen }));
  });
}

/** What a path gives to the names in a pattern; `undefined` when it does not match. */
function compilePattern(pattern: string, told: string): (path: string) => Captures | undefined {
  const names: string[] = [];
  const source = replaceCaptures(pattern, {
    literal: (text) => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
    capture: (name) => {
      if (names.includes(name)) throw new Error(`${told}: duplicate capture variable ${JSON.stringify(name)}`);
      names.push(name);
      return '([^/]+)';
    },
    fail: (problem) => new Error(`${told}: ${problem}`),
    kind: 'pattern',
  });
  for (const name of names) requireLabelKey(name, told);
  const regex = compileRegex(`^${source}$`);
  return (path) => {
    const match = regex.find(path, 0);
    if (match === undefined) return undefined;
    // The groups are the captures, in the order of their names.
    const texts = names.map((name, index) => [name, path.slice(match[index * 2 + 2], match[index * 2 + 3])]);
    return Object.fromEntries(texts) as Captures;
  };
}

function requireLabelKey(name: string, told: string): void {
  const problems = checkQualifiedName(name);
  if (problems.length === 0) return;
  const variable = `capture variable ${JSON.stringify(name)}`;
  throw new Error(`${told}: ${variable} is not a valid Kubernetes label key: ${problems.join('; ')}`);
}

/** All directories below the root, each before what it holds. */
function directoriesOf(tree: FileTree): readonly string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    const entry = tree.entry(path);
    if (entry?.kind !== 'directory') return;
    if (path !== '') found.push(path);
    for (const name of entry.names) visit(path === '' ? name : `${path}/${name}`);
  };
  visit('');
  return found;
}

interface Match {
  readonly captured: Captures;
  readonly path: string;
  readonly told: string;
  /** Name → the directory that gave it. */
  readonly seen: Map<string, string>;
}

function renderPlan(artifact: ArtifactPlan, { captured, path, told, seen }: Match): ArtifactPlan {
  const labels = lowerCased(captured, told);
  const failed = `${told}: failed to render artifact ${artifact.name} for match ${path}`;
  const name = renderTemplate(artifact.name, labels, failed);
  const copy = artifact.copy.map((operation) => ({
    ...operation,
    from: renderTemplate(operation.from, captured, failed),
    to: renderTemplate(operation.to, captured, failed),
  }));
  const problems = nameIsDnsSubdomain(name, false);
  const quoted = `artifact name ${JSON.stringify(name)}`;
  if (problems.length > 0) {
    throw new Error(`${told}: rendered ${quoted} is not a valid Kubernetes object name: ${problems.join('; ')}`);
  }
  const before = seen.get(name);
  if (before !== undefined) {
    const both = `directories ${JSON.stringify(before)} and ${JSON.stringify(path)}`;
    throw new Error(`${told}: ${both} both resolve to ${quoted}`);
  }
  seen.set(name, path);
  return { ...artifact, name, copy, labels };
}

function lowerCased(captured: Captures, told: string): Captures {
  const entries = Object.entries(captured).map(([name, value]) => [name, value.toLowerCase()] as const);
  for (const [name, value] of entries) {
    const problems = checkLabelValue(value);
    if (problems.length === 0) continue;
    const variable = `captured value ${JSON.stringify(value)} for variable ${JSON.stringify(name)}`;
    throw new Error(`${told}: ${variable} is not a valid Kubernetes label value: ${problems.join('; ')}`);
  }
  return Object.fromEntries(entries);
}

function renderTemplate(template: string, captured: Captures, failed: string): string {
  const invalid = (problem: string): Error =>
    new Error(`${failed}: invalid template ${JSON.stringify(template)}: ${problem}`);
  return replaceCaptures(template, {
    literal: (text) => text,
    capture: (name) => {
      const value = Object.hasOwn(captured, name) ? captured[name] : undefined;
      if (value === undefined) throw invalid(`capture variable ${JSON.stringify(name)} is not defined by pathPattern`);
      return value;
    },
    fail: invalid,
    kind: 'template',
  });
}

interface CaptureRules {
  readonly literal: (text: string) => string;
  readonly capture: (name: string) => string;
  readonly fail: (problem: string) => Error;
  readonly kind: 'pattern' | 'template';
}

/** Puts texts together again after each `{name}` in a text has been looked at. */
function replaceCaptures(text: string, { literal, capture, fail, kind }: CaptureRules): string {
  const at = (offset: number, end: 'starting' | 'ending', brace: 'closing' | 'opening'): Error =>
    kind === 'pattern'
      ? fail(`invalid capture ${end} at offset ${offset}: missing ${brace} brace`)
      : fail(`capture ${end} at offset ${offset} is missing ${brace} brace`);
  let out = '';
  for (let index = 0; index < text.length; ) {
    const brace = /[{}]/.exec(text.slice(index));
    const next = brace === null ? text.length : index + brace.index;
    out += literal(text.slice(index, next));
    if (brace === null) break;
    if (brace[0] === '}') throw at(next, 'ending', 'opening');
    const end = text.indexOf('}', next);
    if (end < 0) throw at(next, 'starting', 'closing');
    out += capture(requireCaptureName(text.slice(next + 1, end), fail));
    index = end + 1;
  }
  return out;
}

function requireCaptureName(name: string, fail: CaptureRules['fail']): string {
  if (name === '') throw fail('empty capture variable');
  if (CAPTURE_NAME.test(name)) return name;
  throw fail(`capture variable ${JSON.stringify(name)} must be a valid capture name matching [A-Za-z_][A-Za-z0-9_]*`);
}
