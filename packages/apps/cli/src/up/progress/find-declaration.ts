import { baseName, type FileTree, joinTreePath } from '@gotk/file-tree';
import { isJsonObject, type JsonValue } from '@gotk/json';
import type { SourceLocation } from '@gotk/located-error';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { locateYaml, parseYamlDocuments, splitYaml } from '@gotk/yaml';

const MAX_FILES = 20_000;
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Where a field of an object is written in a tree of manifests. */
export function findDeclaration(
  tree: FileTree,
  object: KubeObject,
  field: readonly (string | number)[],
): SourceLocation | undefined {
  for (const file of yamlFiles(tree)) {
    const entry = tree.entry(file);
    if (entry?.kind !== 'file' || entry.sizeBytes > MAX_FILE_BYTES) continue;
    const position = locateIn(new TextDecoder().decode(entry.read()), object, field);
    if (position !== undefined) return { file, ...position };
  }
  return undefined;
}

function yamlFiles(tree: FileTree): readonly string[] {
  const found: string[] = [];
  const pending = [''];
  for (let path = pending.pop(); path !== undefined && found.length < MAX_FILES; path = pending.pop()) {
    const entry = tree.entry(path);
    if (entry?.kind === 'directory') {
      pending.push(...entry.names.map((name) => joinTreePath(path, name) ?? '').reverse());
    } else if (entry?.kind === 'file' && /\.ya?ml$/.test(baseName(path))) found.push(path);
  }
  return found;
}

function locateIn(
  text: string,
  object: KubeObject,
  field: readonly (string | number)[],
): { readonly line: number; readonly column: number } | undefined {
  // Most files do not name the object at all, and reading YAML is slow.
  if (!text.includes(object.kind) || !text.includes(object.metadata.name ?? '')) return undefined;
  for (const part of splitYaml(text)) {
    if (!isDeclaration(readDocument(part.text), object)) continue;
    const position = locateYaml(part.text, field);
    if (position !== undefined) return { line: part.startLine + position.line - 1, column: position.column };
  }
  return undefined;
}

function readDocument(text: string): JsonValue | undefined {
  try {
    return parseYamlDocuments(text)[0]?.value;
  } catch {
    return undefined;
  }
}

function isDeclaration(value: JsonValue | undefined, { apiVersion, kind, metadata }: KubeObject): boolean {
  if (!isJsonObject(value) || value['apiVersion'] !== apiVersion || value['kind'] !== kind) return false;
  const namespace = fieldOf(value, 'metadata', 'namespace');
  return (
    fieldOf(value, 'metadata', 'name') === metadata.name &&
    (namespace === undefined || namespace === metadata.namespace)
  );
}
