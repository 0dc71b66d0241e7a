import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../workspace.js';

/** The licence texts of the packages that these modules come from; packages of this repository are left out. */
export function collectLicences(modules: readonly string[]): string {
  const folders = new Set(modules.filter((file) => file.includes('node_modules')).map(packageFolder));
  return [...folders].sort().map(licenceOf).join('\n');
}

function packageFolder(file: string): string {
  const [, root = '', scopeOrName = '', name = ''] = /^(.*node_modules[\\/])([^\\/]+)[\\/]([^\\/]+)/.exec(file) ?? [];
  return join(root, scopeOrName.startsWith('@') ? join(scopeOrName, name) : scopeOrName);
}

function licenceOf(folder: string): string {
  const { name, version, license } = readJson(join(folder, 'package.json')) as Record<string, string>;
  const file = existsSync(folder) ? readdirSync(folder).find((each) => /^licen[cs]e/i.test(each)) : undefined;
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(80)}\n`;
}
