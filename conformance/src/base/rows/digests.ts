import { gunzip, packTree, writeTar } from '@gotk/archive';
import { kustomizeHash, kustomizeHashOfList, kustomizeHashOfText, sha256Hex, shortenReleaseName } from '@gotk/digest';
import { memoryTree } from '@gotk/file-tree';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { createIgnoreMatcher, versionControlPatterns } from '@gotk/source-ignore';
import { parseYaml, parseYamlNodes, yamlNodeToGoJson } from '@gotk/yaml';
import type { CaseResult } from '../../suite.js';
import { checkRow, type Row } from './row.js';

/** A row of digests.jsonl. */
export function runDigestsRow(row: Row): CaseResult | Promise<CaseResult> {
  if (row.op !== 'archive') return checkRow(row, () => answer(row));
  return checkRow(withoutGzip(row), () => archive(row['files'] as Readonly<Record<string, string>>));
}

function answer(row: Row): unknown {
  switch (row.op) {
    case 'kustomizeHash':
      return hash(String(row['yaml']));
    case 'sortArrayAndComputeHash':
      return kustomizeHashOfList(row['input'] as readonly string[]);
    case 'shortenReleaseName':
      return shortenReleaseName(String(row['input']));
    default:
      throw new Error(`unknown op ${row.op}`);
  }
}

/** Kustomize hashes other kinds than ConfigMaps and Secrets by their nodes. */
function hash(yaml: string): string {
  const object = parseYaml(yaml, { dialect: 'kyaml' });
  if (!isJsonObject(object)) throw new Error('not an object');
  if (object['kind'] === 'ConfigMap' || object['kind'] === 'Secret') return kustomizeHash(object);
  return kustomizeHashOfText(yamlNodeToGoJson(parseYamlNodes(yaml).root));
}

/** Digest and size of the compressed artifact hang on the encoder, so that they are left out. */
function withoutGzip(row: Row): Row {
  const { digest: _digest, size: _size, ...expected } = row.expected as Record<string, JsonValue>;
  return { ...row, expected };
}

function archive(files: Readonly<Record<string, string>>): unknown {
  const tree = memoryTree(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, { content, executable: path.endsWith('.sh') }]),
    ),
  );
  const matcher = createIgnoreMatcher(versionControlPatterns());
  const omit = (path: string, kind: 'file' | 'directory') => matcher.ignores(path, kind === 'directory');
  const tar = writeTar(tree, { omit });
  if (sha256Hex(gunzip(packTree(tree, { omit }), { limitBytes: tar.length })) !== sha256Hex(tar))
    throw new Error('the archive does not unpack to its tar');
  return { entries: listTar(tar), tarSha256: sha256Hex(tar) };
}

/** The headers of a tar whose names need no extension. */
function listTar(tar: Uint8Array): unknown[] {
  const entries: unknown[] = [];
  const text = (start: number, length: number) =>
    new TextDecoder().decode(tar.subarray(start, start + length)).replace(/\0.*/s, '');
  for (let at = 0; tar[at] !== 0 && at < tar.length; ) {
    const number = (offset: number, length: number) => Number.parseInt(text(at + offset, length), 8);
    const size = number(124, 12);
    const prefix = text(at + 345, 155);
    entries.push({
      mode: number(100, 8).toString(8),
      mtime: number(136, 12),
      name: (prefix === '' ? '' : `${prefix}/`) + text(at, 100),
      size,
      type: text(at + 156, 1),
      uid: number(108, 8),
    });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}
