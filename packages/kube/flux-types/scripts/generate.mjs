// Writes the generated files of this package from its schemas, or with --check compares them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump } from 'js-yaml';
import { renderFiles } from '../dist/generate/render-files.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const wanted = wantedFiles();
const differing = [...wanted].filter(([path, text]) => read(path) !== text).map(([path]) => path);
const surplus = presentFiles().filter((path) => !wanted.has(path));

if (process.argv.includes('--check')) reportStale();
else writeAll();

function wantedFiles() {
  const { sources, crds } = renderFiles();
  const files = new Map(Object.entries(sources).map(([path, text]) => [join(root, 'src/generated', path), text]));
  for (const [name, crd] of Object.entries(crds)) files.set(join(root, 'crds', name), renderYaml(crd));
  return files;
}

function renderYaml(crd) {
  return `# Generated from src/schemas; do not edit.\n---\n${dump(crd, { noRefs: true, lineWidth: 120, noArrayIndent: true })}`;
}

function presentFiles() {
  return ['src/generated', 'crds'].flatMap((folder) => list(join(root, folder)));
}

function list(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function reportStale() {
  for (const path of [...differing, ...surplus]) console.error(`not fresh: ${relative(root, path)}`);
  if (differing.length + surplus.length === 0) return;
  console.error('Run "npm run generate -w @gotk/flux-types" and commit the result.');
  process.exitCode = 1;
}

function writeAll() {
  for (const path of surplus) rmSync(path);
  for (const path of differing) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted.get(path));
  }
  console.log(`${differing.length} written, ${surplus.length} removed, ${wanted.size} in all`);
}
