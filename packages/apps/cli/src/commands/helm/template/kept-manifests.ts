import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KnownManifests, ManifestHead } from '@gotk/helm';
import { writeOwnFile } from './own-file.js';

/** Less is read in less time than it takes to load what hashes it; a little that is new may be new every time. */
const MIN_ADDED_LENGTH = 128 * 1024;
/** Before there are more, what was known is forgotten. */
const MAX_ENTRIES = 1_000;

/** What a chart rendered to, from one run to the next. */
export interface KeptManifests extends KnownManifests {
  /** Writes down what was added. */
  readonly store: () => void;
}

/** What reading a text gave, by the digest of the text. */
type Entry = readonly [
  string,
  Omit<ManifestHead, 'annotations'> & { readonly annotations: readonly [string, string][] },
];

/**
 * A rendered text that was read without an error in an earlier run need not be read again: to hash it is much faster. Nothing is kept
 * of Secrets.
 *
 * @param file does not need to be there; a damaged one is nothing
 */
export function openManifests(file: string): KeptManifests {
  const added: (readonly [string, ManifestHead])[] = [];
  let known: ReadonlyMap<string, ManifestHead> | undefined;
  return {
    find: (content) => {
      known ??= readManifests(file);
      return known.size === 0 || SURROGATE.test(content) ? undefined : known.get(digestOf(content));
    },
    add: (content, head) => {
      if (head.kind !== 'Secret' && !SURROGATE.test(content)) added.push([content, head]);
    },
    store: () => {
      const length = added.reduce((total, [content]) => total + content.length, 0);
      if (length < MIN_ADDED_LENGTH) return;
      const before = known ?? new Map<string, ManifestHead>();
      const now = new Map(added.map(([content, head]) => [digestOf(content), head]));
      writeManifests(file, before.size + now.size > MAX_ENTRIES ? now : new Map([...before, ...now]));
    },
  };
}

/** Stands for bytes that are no UTF-8, of which a digest could not tell one from the other, or for a rare character. */
const SURROGATE = /[\ud800-\udfff]/;

function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('base64');
}

function writeManifests(file: string, manifests: ReadonlyMap<string, ManifestHead>): void {
  const entries = [...manifests].map(([digest, head]): Entry => {
    return [digest, { ...head, annotations: [...head.annotations] }];
  });
  writeOwnFile(file, [Buffer.from(JSON.stringify(entries))]);
}

function readManifests(file: string): ReadonlyMap<string, ManifestHead> {
  try {
    const entries = JSON.parse(readFileSync(file, 'utf8')) as Entry[];
    return new Map(entries.map(([digest, head]) => [digest, { ...head, annotations: new Map(head.annotations) }]));
  } catch {
    return new Map();
  }
}
