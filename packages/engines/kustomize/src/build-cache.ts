import { BuildMemo } from './memo/build-memo.js';
import { Snapshot } from './memo/snapshot.js';
import type { ReadNode } from './read/read-nodes.js';

/** What builds have in common: files as they were parsed, objects as they were edited. */
export interface BuildCache {
  /** How many bytes of source text the cache stands for. */
  readonly sizeBytes: number;
  /** Forgets everything. */
  clear(): void;
}

/** An object as a file has it. */
export interface KeptObject {
  readonly snapshot: Snapshot;
  readonly line: number;
  readonly document: number;
}

/** What the engine itself sees of a cache. */
export interface KeptBuilds extends BuildCache {
  readonly memo: BuildMemo;
  get(content: Uint8Array): readonly KeptObject[] | undefined;
  add(content: Uint8Array, objects: readonly ReadNode[]): readonly KeptObject[];
  /** Whether a file was found to hold objects and nothing else. */
  isChecked(content: Uint8Array): boolean;
  markChecked(content: Uint8Array): void;
}

export interface BuildCacheOptions {
  /** The most source text to keep the objects of. Default 8 MiB; objects, as read, edited and printed, take up to eighty times that. */
  readonly maxSizeBytes?: number;
}

interface CachedFile {
  readonly sizeBytes: number;
  readonly objects: readonly KeptObject[];
}

const caches = new WeakMap<BuildCache, KeptBuilds>();

/**
 * A cache for {@link KustomizeBuildOptions.cache}: a file is parsed once for all builds in which its content is the same, and
 * an object of it is edited and printed once for all builds in which the same edits come. Of a build after a change, what
 * has not changed costs a look.
 *
 * The files used least recently are dropped first, with what was made of their objects.
 */
export function createBuildCache({ maxSizeBytes = 8 * 1024 * 1024 }: BuildCacheOptions = {}): BuildCache {
  const files = new KeptFiles(maxSizeBytes);
  caches.set(files, files);
  return files;
}

/** The engine's side of a cache that {@link createBuildCache} made. */
export function keptBuildsOf(cache: BuildCache | undefined): KeptBuilds | undefined {
  return cache === undefined ? undefined : caches.get(cache);
}

class KeptFiles implements KeptBuilds {
  readonly memo = new BuildMemo();
  /** By content; a map keeps its keys in the order in which they were set. */
  readonly #files = new Map<string, CachedFile>();
  /** The same by the very array, for trees that keep theirs. */
  #byArray = new WeakMap<Uint8Array, string>();
  #sizeBytes = 0;
  readonly #checked = new Set<string>();
  #checkedLength = 0;

  constructor(readonly maxSizeBytes: number) {}

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  clear(): void {
    this.#files.clear();
    this.#byArray = new WeakMap();
    this.#sizeBytes = 0;
    this.memo.clear();
    this.#checked.clear();
    this.#checkedLength = 0;
  }

  get(content: Uint8Array): readonly KeptObject[] | undefined {
    const key = this.#keyOf(content);
    const file = this.#files.get(key);
    if (file === undefined) return undefined;
    this.#files.delete(key);
    this.#files.set(key, file);
    return file.objects;
  }

  add(content: Uint8Array, nodes: readonly ReadNode[]): readonly KeptObject[] {
    const objects = nodes.map(({ node, line, document }) => ({ snapshot: new Snapshot(node, true), line, document }));
    if (content.length <= this.maxSizeBytes) this.#keep(content, objects);
    return objects;
  }

  isChecked(content: Uint8Array): boolean {
    return this.#checked.has(this.#keyOf(content));
  }

  markChecked(content: Uint8Array): void {
    if (this.#checkedLength + content.length > this.maxSizeBytes) {
      this.#checked.clear();
      this.#checkedLength = 0;
    }
    this.#checked.add(this.#keyOf(content));
    this.#checkedLength += content.length;
  }

  #keep(content: Uint8Array, objects: readonly KeptObject[]): void {
    this.#files.set(this.#keyOf(content), { sizeBytes: content.length, objects });
    this.#sizeBytes += content.length;
    for (const [key, file] of this.#files) {
      if (this.#sizeBytes <= this.maxSizeBytes) break;
      this.#files.delete(key);
      this.#sizeBytes -= file.sizeBytes;
    }
  }

  #keyOf(content: Uint8Array): string {
    const known = this.#byArray.get(content);
    if (known !== undefined) return known;
    const key = new TextDecoder('latin1').decode(content);
    this.#byArray.set(content, key);
    return key;
  }
}
