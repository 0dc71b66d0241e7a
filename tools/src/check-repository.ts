import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './workspace.js';

/**
 * Checks the tracked files as a whole: the lockfile names no registry host, and no file names a path of somebody's machine.
 *
 * @returns one line for each violation.
 */
export function checkRepository(): readonly string[] {
  return [...lockfileHosts(), ...machinePaths()];
}

function lockfileHosts(): readonly string[] {
  const text = readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8');
  return /"resolved": "https?:/.test(text)
    ? ["package-lock.json: names a registry host; run npm install with this repository's .npmrc"]
    : [];
}

function machinePaths(): readonly string[] {
  const pattern = ['/home/(?!somebody/)[a-z]+/', '/Users/[A-Za-z]+/', '/(?:work|workspace|builds)/[a-z]+/'].join('|');
  try {
    const args = ['grep', '-nIP', pattern, '--', '.', ':!tools/src/check-repository.ts', ':!*.jsonl'];
    return execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => `${line.slice(0, 160)}: a path of one machine`);
  } catch {
    // git grep exits with 1 when nothing matches.
    return [];
  }
}
