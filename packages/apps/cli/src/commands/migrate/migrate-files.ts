import { lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, normalize, resolve } from 'node:path';
import type { CommandContext } from '../../cli/command.js';
import { confirm } from '../confirm.js';
import { newestVersion } from './newest-versions.js';

/** One line of a file whose version is not the newest. */
interface Upgrade {
  /** Zero-based. */
  readonly index: number;
  readonly kind: string;
  readonly from: string;
  readonly to: string;
}

interface FileUpgrades {
  /** As the command line names it. */
  readonly file: string;
  readonly upgrades: readonly Upgrade[];
}

/** Edits the apiVersion lines of manifests; nothing else in the files changes. */
export async function migrateFiles(path: string, context: CommandContext): Promise<void> {
  const { flags, io, log } = context;
  const version = flags.text('version');
  const found = listFiles(normalize(path).replace(/(?<=.)\/$/, ''), context)
    .map((file) => ({ file, upgrades: findUpgrades(readFileSync(resolve(io.cwd, file), 'utf8'), version) }))
    .filter(({ upgrades }) => upgrades.length > 0);
  for (const { file, upgrades } of found) {
    for (const { index, kind, from, to } of upgrades) log.generate(`${file}:${index + 1}: ${kind} ${from} -> ${to}`);
  }
  if (found.length === 0) return log.success('no custom resources found that require migration');
  if (flags.flag('dry-run')) return log.success('dry-run mode enabled, no changes will be made');
  if (!flags.flag('yes')) await confirm('Are you sure you want to proceed with the above upgrades', io);
  for (const each of found) {
    migrateFile(each, io.cwd);
    log.success(`file ${each.file} migrated successfully`);
  }
  log.success('custom resources migrated successfully');
}

function listFiles(path: string, { flags, io, log }: CommandContext): readonly string[] {
  const extensions = flags.list('extensions');
  const matches = (file: string): boolean => extensions.some((extension) => file.endsWith(extension));
  const stats = statSync(resolve(io.cwd, path), { throwIfNoEntry: false });
  if (stats === undefined) throw new Error(`failed to stat path ${path}: stat ${path}: no such file or directory`);
  if (stats.isDirectory()) return walk(path, { cwd: io.cwd, matches, warn: log.warning });
  if (!matches(path)) throw new Error(`file ${path} does not match the specified extensions: ${extensions.join(', ')}`);
  if (!lstatSync(resolve(io.cwd, path)).isFile()) throw new Error(`file ${path} is irregular`);
  return [path];
}

interface Walk {
  readonly cwd: string;
  readonly matches: (file: string) => boolean;
  readonly warn: (message: string) => void;
}

/** The files below a folder, by name; links are not followed. */
function walk(folder: string, options: Walk): readonly string[] {
  const { cwd, matches, warn } = options;
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
  return entries
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : join(folder, entry.name);
      if (entry.isDirectory()) return walk(path, options);
      if (!matches(path)) return [];
      if (entry.isFile()) return [path];
      warn(`skipping irregular file ${path}`);
      return [];
    });
}

/** An apiVersion counts when the line after it tells the kind. */
function findUpgrades(text: string, fluxVersion: string): readonly Upgrade[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [, group = '', from = ''] = /apiVersion: \s*([^\s/]+)\/([^\s/]+)/.exec(line) ?? [];
    const [, kind = ''] = /kind: \s*(\S+)/.exec(lines[index + 1] ?? '') ?? [];
    const to = newestVersion({ group, kind }, fluxVersion);
    return to === undefined || to === from ? [] : [{ index, kind, from, to }];
  });
}

function migrateFile({ file, upgrades }: FileUpgrades, cwd: string): void {
  const path = resolve(cwd, file);
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const { index, from, to } of upgrades) lines[index] = (lines[index] ?? '').replace(from, to);
  // Writing in place keeps the mode.
  writeFileSync(path, lines.join('\n'));
}
