import {
  createIgnoreMatcher,
  defaultPatterns,
  type IgnoreMatcher,
  parseIgnoreFile,
  versionControlPatterns,
} from '@gotk/source-ignore';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of ignore.jsonl. */
export function runIgnoreRow(row: Row, table: ReadonlyMap<string, Row>): CaseResult {
  if (row.op === 'paths') return { kind: 'skip', why: 'the table of paths, not a case' };
  return checkRow(row, () => answer(row, table));
}

function answer(row: Row, table: ReadonlyMap<string, Row>): unknown {
  const domain = (row['domain'] ?? []) as readonly string[];
  const patterns = parseIgnoreFile(String(row['patterns']), domain);
  switch (row.op) {
    case 'matcher':
      return ignoredPaths(createIgnoreMatcher(patterns), table);
    case 'defaultMatcher':
      return ignoredPaths(
        createIgnoreMatcher([...versionControlPatterns(domain), ...defaultPatterns(domain), ...patterns]),
        table,
      );
    case 'paths-of-one': {
      const matcher = createIgnoreMatcher(patterns);
      const paths = row['paths'] as readonly string[];
      return Object.fromEntries(paths.map((path) => [path, ignores(matcher, path)]));
    }
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

/** The paths that are tried, as the corpus' README lists them. */
const PATHS: readonly string[] = [
  'a',
  'a/',
  'a/b',
  'a/b/c.txt',
  'b',
  'b/a',
  'b/a/',
  'x/y/a',
  'foo.txt',
  'foo.md',
  'dir/foo.txt',
  'dir/',
  'dir/sub/',
  'dir/sub/foo.txt',
  'dir/sub/deep/foo.txt',
  'sub/dir/foo.txt',
  '.git/',
  '.git/config',
  '.gitignore',
  'sub/.gitignore',
  '.github/',
  '.github/workflows/x.yml',
  'x.jpg',
  'dir/x.JPG',
  'x.tar.gz',
  'x.zip',
  'deploy/app.yaml',
  'deploy/app.yml',
  '.sops.yaml',
  'dir/.sops.yaml',
  '.flux.yaml',
  'foo bar.txt',
  '#hash',
  '!bang',
  'foo',
  'foo/',
  'foo/bar',
  'foobar',
  'barfoo',
  'FOO.TXT',
  'é.txt',
  '[x].txt',
  'x*.txt',
  'a.b.c',
  '.hidden',
  'dir/.hidden',
  '.hiddendir/',
  'trailing ',
  'file.yaml',
  'a/b/c/d/e/f.yaml',
  'foo\\bar',
];

function ignoredPaths(matcher: IgnoreMatcher, table: ReadonlyMap<string, Row>): readonly string[] {
  const paths = (table.get('paths')?.expected ?? PATHS) as readonly string[];
  return paths.filter((path) => ignores(matcher, path));
}

/** A trailing `/` marks a directory. */
function ignores(matcher: IgnoreMatcher, path: string): boolean {
  return path.endsWith('/') ? matcher.ignores(path.slice(0, -1), true) : matcher.ignores(path, false);
}
