import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface GoProgram {
  /** Of the built file. */
  readonly name: string;
  /** Folder of the Go module: its files name the build. */
  readonly sources: string;
  /** The package to build. Default: the folder itself. */
  readonly package?: string;
}

/**
 * Where a program built from its pinned Go modules is: in `~/.cache/gotk`, named by its sources; built there where it is not yet.
 *
 * @returns `undefined` when it is not built and there is no Go.
 * @throws when it cannot be built.
 */
export function goProgram({ name, sources, package: path = '.' }: GoProgram): string | undefined {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gotk');
  const binary = join(folder, `${name}-${digestOf(sources)}`);
  if (existsSync(binary)) return binary;
  if (spawnSync('go', ['version']).status !== 0) return undefined;
  mkdirSync(folder, { recursive: true });
  const started = `${binary}.${process.pid}`;
  const built = spawnSync('go', ['build', '-o', started, path], { cwd: sources, stdio: 'inherit' });
  if (built.status !== 0) throw new Error(`${name} could not be built`);
  renameSync(started, binary);
  return binary;
}

/** The program that `goProgram` finds or builds. @throws when it is not built and there is no Go, or when it cannot be built. */
export function builtProgram(program: GoProgram): string {
  const path = goProgram(program);
  if (path === undefined) throw new Error(`${program.name} is not built and there is no Go`);
  return path;
}

function digestOf(sources: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(sources).filter((file) => file.endsWith('.go') || file === 'go.mod' || file === 'go.sum');
  for (const file of files.sort()) hash.update(readFileSync(join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}
