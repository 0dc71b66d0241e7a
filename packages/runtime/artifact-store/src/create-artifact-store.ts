import { mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DigestAlgorithm } from '@gotk/digest';
import type { FileTree } from '@gotk/file-tree';
import type { Artifact } from '@gotk/flux-types';
import { LocatedError } from '@gotk/located-error';
import { computeDigest, digestOfFile, fileMatchesDigest } from './artifact-digest.js';
import {
  type ArtifactOpener,
  type ArtifactReader,
  type ArtifactReference,
  artifactNotFound,
  digestMismatch,
  requireDigest,
} from './artifact-opener.js';
import { type ArtifactOwner, artifactFolder, artifactPath, localPath } from './artifact-path.js';
import { collectGarbage } from './collect-garbage.js';
import { type FileStamp, isNotFound, readStamp } from './file-stamp.js';
import { type PackOptions, packTree } from './pack-tree.js';
import { readChunks } from './read-chunks.js';
import { createTreeCache, type TreeCache } from './tree-cache.js';
import { type UnpackLimits, unpackArchive } from './unpack-archive.js';
import { type FileContent, TEMPORARY_PREFIX, writeAtomically } from './write-atomically.js';

export interface ArtifactStoreOptions {
  /** Folder that holds the artifacts; made when it is not there. */
  readonly root: string;
  /** Where the artifacts are served: `host:port`, or a URL. Asked for each time, since a port may be known late. */
  readonly address: () => string;
  /** Files older than this are garbage. @default 60000 */
  readonly retentionTtlMs?: number;
  /** Artifacts kept per object, the current one included. @default 2 */
  readonly retentionRecords?: number;
  /** @default 'sha256' */
  readonly digestAlgorithm?: DigestAlgorithm;
  /** Unpacked artifacts kept in memory. @default 256 MiB */
  readonly cacheBytes?: number;
  readonly unpackLimits?: Partial<UnpackLimits>;
  readonly nowMs?: () => number;
}

/** An artifact that is to be written. */
export interface ArtifactTarget {
  readonly owner: ArtifactOwner;
  readonly fileName: string;
  readonly revision: string;
}

/** How an artifact stands in the store. */
export type ArtifactState =
  | { readonly kind: 'stored' }
  | { readonly kind: 'missing' }
  /** `message` tells how its content and its digest disagree. */
  | { readonly kind: 'corrupt'; readonly message: string };

/** The artifacts of all sources, in a folder laid out as Flux's. Only one process writes to it at a time. */
export interface ArtifactStore extends ArtifactOpener, ArtifactReader {
  readonly root: string;
  /** The address at which a path is served now. */
  urlOf(path: string): string;
  /** Archives a tree; the file appears whole or not at all. */
  writeArchive(target: ArtifactTarget, tree: FileTree, options?: PackOptions): Promise<Artifact>;
  /** Stores a file as it is, whole or not at all. */
  writeFile(target: ArtifactTarget, content: Uint8Array): Promise<Artifact>;
  /** Stores a copy of a file, which need not fit into memory, whole or not at all. */
  copyFile(target: ArtifactTarget, path: string): Promise<Artifact>;
  /** Lets a fixed name beside an artifact lead to it. @returns the address of that name. */
  link(artifact: Pick<Artifact, 'path'>, name: string): Promise<string>;
  /** The file of an artifact, checked against its digest. @throws LocatedError when it is not there or does not match. */
  locate(artifact: ArtifactReference): Promise<string>;
  /** Looks whether an artifact is there and matches its digest. A file that nobody has touched since is not read again. */
  check(artifact: ArtifactReference): Promise<ArtifactState>;
  remove(artifact: Pick<Artifact, 'path'>): Promise<void>;
  /** @returns whether there was anything. */
  removeAll(owner: ArtifactOwner): Promise<boolean>;
  /** @returns how many artifacts were removed. */
  collectGarbage(current: Pick<Artifact, 'path'>): Promise<number>;
}

/** Opens the store in a folder. */
export async function createArtifactStore(options: ArtifactStoreOptions): Promise<ArtifactStore> {
  await mkdir(options.root, { recursive: true, mode: 0o700 });
  return new FolderStore(options);
}

const MAX_VERIFIED = 10_000;

interface ArtifactContent {
  readonly content: FileContent;
  readonly digest: string;
  readonly sizeBytes: number;
}

class FolderStore implements ArtifactStore {
  readonly root: string;
  readonly #address: () => string;
  readonly #retention: { readonly ttlMs: number; readonly records: number };
  readonly #digestAlgorithm: DigestAlgorithm;
  readonly #unpackLimits: Partial<UnpackLimits>;
  readonly #nowMs: () => number;
  /** By digest. */
  readonly #trees: TreeCache;
  /** Local path → the file as it was when its digest was last computed. */
  readonly #verified = new Map<string, { readonly stamp: FileStamp; readonly digest: string }>();

  constructor(options: ArtifactStoreOptions) {
    this.root = options.root;
    this.#address = options.address;
    this.#retention = { ttlMs: options.retentionTtlMs ?? 60_000, records: options.retentionRecords ?? 2 };
    this.#digestAlgorithm = options.digestAlgorithm ?? 'sha256';
    this.#unpackLimits = options.unpackLimits ?? {};
    this.#nowMs = options.nowMs ?? Date.now;
    this.#trees = createTreeCache(options.cacheBytes ?? 256 * 1024 * 1024);
  }

  urlOf(path: string): string {
    const address = this.#address();
    const base = /^https?:\/\//.test(address) ? address : `http://${address}`;
    return `${base}/${path.replace(/^\/+/, '')}`;
  }

  async writeArchive(target: ArtifactTarget, tree: FileTree, options: PackOptions = {}): Promise<Artifact> {
    const { archive, contents } = await packTree(tree, options);
    const artifact = await this.writeFile(target, archive);
    this.#trees.set(artifact.digest, contents);
    return artifact;
  }

  async writeFile(target: ArtifactTarget, content: Uint8Array): Promise<Artifact> {
    const digest = computeDigest(content, this.#digestAlgorithm);
    return this.#write(target, { content, digest, sizeBytes: content.length });
  }

  async copyFile(target: ArtifactTarget, path: string): Promise<Artifact> {
    const digest = await digestOfFile(path, this.#digestAlgorithm);
    const { size: sizeBytes } = await stat(path);
    return this.#write(target, { content: readChunks(path), digest, sizeBytes });
  }

  async #write(
    { owner, fileName, revision }: ArtifactTarget,
    { content, digest, sizeBytes: size }: ArtifactContent,
  ): Promise<Artifact> {
    const path = artifactPath(owner, fileName);
    const file = this.#fileOf(path);
    if (file === undefined) throw invalidPath(path);
    await writeAtomically(file, content);
    await this.#remember(file, digest);
    const lastUpdateTime = `${new Date(this.#nowMs()).toISOString().slice(0, 19)}Z`;
    return { path, url: this.urlOf(path), revision, digest, lastUpdateTime, size };
  }

  async locate(artifact: ArtifactReference): Promise<string> {
    const state = await this.check(artifact);
    if (state.kind === 'missing') throw artifactNotFound();
    if (state.kind === 'corrupt') throw digestMismatch(artifact.digest);
    return join(this.root, artifact.path);
  }

  async link({ path }: Pick<Artifact, 'path'>, name: string): Promise<string> {
    const file = this.#fileOf(path);
    const linked = `${dirname(path)}/${name}`;
    const place = this.#fileOf(linked);
    if (file === undefined || place === undefined) throw invalidPath(linked);
    const temporary = join(dirname(place), `${TEMPORARY_PREFIX}${name}`);
    await rm(temporary, { force: true });
    await symlink(file, temporary);
    await rename(temporary, place);
    return this.urlOf(linked);
  }

  async read(artifact: ArtifactReference, signal: AbortSignal): Promise<Uint8Array> {
    const file = this.#fileOf(artifact.path);
    if (file === undefined) throw artifactNotFound();
    const content = await readFile(file, { signal }).catch((error: unknown) => {
      throw isNotFound(error) ? artifactNotFound() : error;
    });
    requireDigest(content, artifact.digest);
    return content;
  }

  async check({ path, digest }: ArtifactReference): Promise<ArtifactState> {
    const file = this.#fileOf(path);
    const stamp = file === undefined ? undefined : await readStamp(file);
    if (file === undefined || stamp === undefined) return { kind: 'missing' };
    const known = this.#verified.get(file);
    if (known?.stamp === stamp && known.digest === digest) return { kind: 'stored' };
    const disagreement = await whyNotDigest(file, digest);
    if (disagreement !== undefined) return { kind: 'corrupt', message: disagreement };
    this.#setVerified(file, { stamp, digest });
    return { kind: 'stored' };
  }

  async open(artifact: ArtifactReference, signal: AbortSignal): Promise<FileTree> {
    const state = await this.check(artifact);
    signal.throwIfAborted();
    if (state.kind === 'missing') throw artifactNotFound();
    const cached = state.kind === 'stored' ? this.#trees.get(artifact.digest) : undefined;
    if (cached !== undefined) return cached;
    const archive = await readFile(join(this.root, artifact.path), { signal });
    // Checked once more than needed: the file may have been replaced in between.
    requireDigest(archive, artifact.digest);
    const tree = await unpackArchive(archive, this.#unpackLimits);
    this.#trees.set(artifact.digest, tree);
    return tree;
  }

  async remove({ path }: Pick<Artifact, 'path'>): Promise<void> {
    const file = this.#fileOf(path);
    if (file !== undefined) await rm(file, { force: true });
  }

  async removeAll(owner: ArtifactOwner): Promise<boolean> {
    const folder = this.#fileOf(artifactFolder(owner));
    if (folder === undefined) return false;
    try {
      await rm(folder, { recursive: true });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async collectGarbage({ path }: Pick<Artifact, 'path'>): Promise<number> {
    const file = this.#fileOf(path);
    return file === undefined ? 0 : collectGarbage(file, { ...this.#retention, nowMs: this.#nowMs() });
  }

  #fileOf(path: string): string | undefined {
    return localPath(this.root, path);
  }

  async #remember(file: string, digest: string): Promise<void> {
    const stamp = await readStamp(file);
    if (stamp !== undefined) this.#setVerified(file, { stamp, digest });
  }

  #setVerified(file: string, known: { readonly stamp: FileStamp; readonly digest: string }): void {
    const [oldest] = this.#verified.keys();
    if (this.#verified.size >= MAX_VERIFIED && oldest !== undefined) this.#verified.delete(oldest);
    this.#verified.set(file, known);
  }
}

/** @returns `undefined` when the content has the digest. */
async function whyNotDigest(file: string, digest: string): Promise<string | undefined> {
  if (digest === '') return 'artifact has no digest';
  try {
    return (await fileMatchesDigest(file, digest)) ? undefined : `computed digest doesn't match '${digest}'`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `failed to parse artifact digest '${digest}': ${reason}`;
  }
}

function invalidPath(path: string): LocatedError {
  return new LocatedError({ code: 'artifact-path', message: `invalid artifact path: ${path}` });
}
