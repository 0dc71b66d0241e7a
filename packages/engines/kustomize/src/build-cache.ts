import type { ReadNode } from './read/read-nodes.js';

/** Parsed files, shared by builds. */
export interface BuildCache {
  /** How many bytes of source text the cache stands for. */
  readonly sizeBytes: number;
  /** Forgets everything. */
  clear(): void;
}

/** What the engine itself sees of a cache. */
export interface ParsedFiles extends BuildCache {
  get(content: Uint8Array): readonly ReadNode[] | undefined;
  add(content: Uint8Array, objects: readonly ReadNode[]): void;
}

export interface BuildCacheOptions {
  /** The most source text to keep the objects of. Default 64 MiB; the objects take several times that in memory. */
  readonly maxSizeBytes?: number;
}

interface CachedFile {
  readonly sizeBytes: number;
  readonly objects: readonly ReadNode[];
}

const caches = new WeakMap<BuildCache, ParsedFiles>();

/**
 * A cache for {@link KustomizeBuildOptions.cache}: a file is parsed once for all builds in which its content is the same.
 * The files used least recently are dropped first.
 */
export function createBuildCache({ maxSizeBytes = 64 * 1024 * 1024 }: BuildCacheOptions = {}): BuildCache {
  const files = new ParsedFileCache(maxSizeBytes);
  caches.set(files, files);
  return files;
}

/** The engine's side of a cache that {@link createBuildCache} made. */
export function parsedFilesOf(cache: BuildCache | undefined): ParsedFiles | undefined {
  return cache === undefined ? undefined : caches.get(cache);
}

class ParsedFileCache implements ParsedFiles {
  /** By content; a map keeps its keys in the order in which they were set. */
  readonly #files = new Map<string, CachedFile>();
  /** The same by the very array, for trees that keep theirs. */
  #byArray = new WeakMap<Uint8Array, string>();
  #sizeBytes = 0;

  constructor(readonly maxSizeBytes: number) {}

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  clear(): void {
    this.#files.clear();
    this.#byArray = new WeakMap();
    this.#sizeBytes = 0;
  }

  get(content: Uint8Array): readonly ReadNode[] | undefined {
    const key = this.#keyOf(content);
    const file = this.#files.get(key);
    if (file === undefined) return undefined;
    this.#files.delete(key);
    this.#files.set(key, file);
    return file.objects;
  }

  add(content: Uint8Array, objects: readonly ReadNode[]): void {
    if (content.length > this.maxSizeBytes) return;
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
