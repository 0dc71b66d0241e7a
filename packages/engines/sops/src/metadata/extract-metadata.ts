import { LocatedError } from '@gotk/located-error';
import type { SopsBranch, SopsField, SopsTree } from '../tree/sops-tree.js';
import { isBranch } from '../tree/sops-tree.js';
import { unflatten } from './flatten.js';
import type { SopsMetadata } from './metadata.js';
import { parseMetadata } from './parse-metadata.js';

/** The top-level key of the metadata. */
export const METADATA_KEY = 'sops';
/** What the metadata's keys begin with in formats without any nesting. */
export const METADATA_PREFIX = 'sops_';

/**
 * Where a format has the metadata: below one key, below one key but flattened there and with line breaks as `\\n`, or
 * flattened among the other keys.
 */
export type MetadataPlace = 'nested' | 'flat-below-key' | 'flat';

/** A file with its metadata apart. */
export interface EncryptedFile {
  readonly tree: SopsTree;
  readonly metadata: SopsMetadata;
}

/** Takes the metadata out of a tree. @throws LocatedError `sops-metadata-missing`, `sops-metadata`, `time-syntax` */
export function extractMetadata(tree: SopsTree, place: MetadataPlace): EncryptedFile {
  const { rest, found } = place === 'flat' ? takeFlat(tree) : takeNested(tree);
  if (found === undefined)
    throw new LocatedError({ code: 'sops-metadata-missing', message: 'sops metadata not found' });
  return { tree: rest, metadata: parseMetadata(nestMetadata(found, place)) };
}

function nestMetadata(found: SopsBranch, place: MetadataPlace): SopsBranch {
  if (place === 'nested') return found;
  return unflatten(place === 'flat-below-key' ? mapTexts(found, (text) => text.replaceAll('\\n', '\n')) : found);
}

/** Changes the texts of a branch without any nesting. */
export function mapTexts({ entries }: SopsBranch, change: (text: string) => string): SopsBranch {
  return {
    kind: 'branch',
    entries: entries.map((entry) =>
      entry.kind === 'field' && typeof entry.value === 'string' ? { ...entry, value: change(entry.value) } : entry,
    ),
  };
}

interface Taken {
  readonly rest: SopsTree;
  readonly found: SopsBranch | undefined;
}

/** The metadata of the first document counts; the others have a copy that is dropped. */
function takeNested(tree: SopsTree): Taken {
  const [first] = tree;
  const own = (first?.entries ?? []).filter(isMetadata);
  const [field] = own;
  if (field !== undefined && !isBranch(field.value))
    throw metadataError(`Found ${METADATA_KEY} entry that is not a mapping`);
  if (own.length > 1) throw metadataError(`Found duplicate ${METADATA_KEY} entry`);
  const rest = tree.map(
    ({ entries }): SopsBranch => ({ kind: 'branch', entries: entries.filter((e) => !isMetadata(e)) }),
  );
  return { rest, found: field === undefined || !isBranch(field.value) ? undefined : field.value };
}

function isMetadata(entry: SopsBranch['entries'][number]): entry is SopsField {
  return entry.kind === 'field' && entry.key === METADATA_KEY;
}

function takeFlat(tree: SopsTree): Taken {
  const [first, ...others] = tree;
  if (first === undefined) return { rest: tree, found: undefined };
  const metadata: SopsField[] = [];
  const entries = first.entries.filter((entry) => {
    if (entry.kind === 'comment' || typeof entry.key !== 'string' || !entry.key.startsWith(METADATA_PREFIX))
      return true;
    metadata.push({ ...entry, key: entry.key.slice(METADATA_PREFIX.length) });
    return false;
  });
  const found: SopsBranch | undefined = metadata.length === 0 ? undefined : { kind: 'branch', entries: metadata };
  return { rest: [{ kind: 'branch', entries }, ...others], found };
}

function metadataError(message: string): LocatedError {
  return new LocatedError({ code: 'sops-metadata', message });
}
