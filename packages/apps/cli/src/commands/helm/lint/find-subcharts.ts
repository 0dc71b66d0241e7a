import { lstatSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The charts below charts/, folders and packages, as Helm walks them. */
export function findSubcharts(path: string, cwd: string): readonly string[] {
  const found: string[] = [];
  walk(join(path, 'charts'), cwd, found);
  return found;
}

function walk(path: string, cwd: string, found: string[]): void {
  const stats = lstatSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (path.endsWith('/Chart.yaml')) found.push(path.slice(0, -'/Chart.yaml'.length));
  else if (path.endsWith('.tgz') || path.endsWith('.tar.gz')) found.push(path);
  if (!stats.isDirectory()) return;
  for (const name of readdirSync(resolve(cwd, path)).sort()) walk(join(path, name), cwd, found);
}
