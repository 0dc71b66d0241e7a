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
  const manifest = readJson(join(folder, 'package.json')) as Manifest;
  const { name, version, license } = manifest;
  const file = existsSync(folder) ? readdirSync(folder).find((each) => /^licen[cs]e/i.test(each)) : undefined;
  const text = file === undefined ? originOf(manifest) : readFileSync(join(folder, file), 'utf8').trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${'-'.repeat(80)}\n`;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

/** Some packages name a licence and come without its text: then who made them, and where from. */
function originOf({ author, repository }: Manifest): string {
  const name = typeof author === 'object' ? author.name : author;
  const url = typeof repository === 'object' ? repository.url : repository;
  return [name === undefined ? [] : `Copyright ${name}`, url ?? []].flat().join('\n');
}
