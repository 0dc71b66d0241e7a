import { readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { repositoryRoot, sourceFiles, type WorkspacePackage } from './workspace.js';

const MAX_CODE_LINES = 400;
const HUB_NAMES: ReadonlySet<string> = new Set(['utils', 'util', 'common', 'helpers', 'misc', 'shared']);

/**
 * Checks what the linter cannot: files of at most 400 code lines, no hub folders, one door, and a docstring on every exported declaration.
 *
 * @returns one line for each violation.
 */
export function checkSources(packages: readonly WorkspacePackage[]): readonly string[] {
  return packages.flatMap(({ folder }) => {
    const door = readFileSync(resolve(folder, 'src/index.ts'), 'utf8');
    return sourceFiles(resolve(folder, 'src')).flatMap((file) => checkFile(file, door));
  });
}

function checkFile(file: string, door: string): readonly string[] {
  const name = relative(repositoryRoot, file);
  const text = readFileSync(file, 'utf8');
  if (text.startsWith('// Generated')) return [];
  const lines = text.split('\n');
  const violations: string[] = [];
  const code = countCodeLines(lines);
  if (code > MAX_CODE_LINES) violations.push(`${name}: ${code} code lines; split it (at most ${MAX_CODE_LINES})`);
  const hub = name.split('/').find((segment) => HUB_NAMES.has(segment.replace(/\.ts$/, '')));
  if (hub !== undefined) violations.push(`${name}: "${hub}" says nothing about what is in it`);
  if (/^export \* /m.test(text)) violations.push(`${name}: name the exports instead of "export *"`);
  if (basename(file) !== 'index.ts')
    violations.push(...undocumented(lines, door).map((line) => `${name}:${line}: the export has no docstring`));
  return violations;
}

function countCodeLines(lines: readonly string[]): number {
  return lines.filter((line) => {
    const text = line.trim();
    return text !== '' && !text.startsWith('//') && !text.startsWith('*') && !text.startsWith('/*');
  }).length;
}

/**
 * 1-based lines of exports that no docstring precedes: functions and classes everywhere, data that the package's door lets out.
 *
 * @param door the text of the package's index.ts.
 */
function undocumented(lines: readonly string[], door: string): readonly number[] {
  const found: number[] = [];
  for (const [index, line] of lines.entries()) {
    const [, kind, name = ''] = /^export (?:async )?(function|class|const|interface) (\w+)/.exec(line) ?? [];
    if (kind === undefined || (kind !== 'function' && kind !== 'class' && !isLetOut(door, name))) continue;
    const before = lines[index - 1]?.trim() ?? '';
    const overload = line.startsWith('export function') && line.endsWith(';');
    const inGroup = line.startsWith('export const') && before.startsWith('export const');
    if (!before.endsWith('*/') && !before.startsWith('//') && !inGroup && !overload && !isShort(lines, index))
      found.push(index + 1);
  }
  return found;
}

function isLetOut(door: string, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(door);
}

/** Options and unions whose name says it all need no sentence. */
function isShort(lines: readonly string[], index: number): boolean {
  return /^export (?:interface|type|const) \w*(?:Options|Props)\b/.test(lines[index] ?? '');
}
