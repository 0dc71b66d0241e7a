import { isApiError, type KubeClient } from '@gotk/kube-client';
import { LocatedError } from '@gotk/located-error';
import type { KubeObject } from '@gotk/objects';
import type { Release } from './release.js';
import { decodeReleaseSecret, encodeReleaseSecret, releaseSecretName } from './release-secret.js';

/** A revision, and the field managers that have written it. */
export interface StoredRevision {
  readonly release: Release;
  readonly writers: readonly string[];
}

/** The revisions of releases in one namespace, in the Secrets where Helm looks for them. */
export interface ReleaseStorage {
  /** All revisions that can be read, oldest first. */
  history(name: string): Promise<readonly Release[]>;
  /** All revisions that can be read, with who has written them, oldest first. */
  revisions(name: string): Promise<readonly StoredRevision[]>;
  /** The newest revision. */
  last(name: string): Promise<Release | undefined>;
  /** The revisions that count as deployed, newest first; more than one only after an accident. */
  deployed(name: string): Promise<readonly Release[]>;
  get(name: string, version: number): Promise<Release | undefined>;
  /**
   * Stores a new revision, after making room for it.
   * @param maxHistory revisions that may remain with the new one; 0: any number.
   * @throws LocatedError `release-exists`
   */
  create(release: Release, maxHistory?: number): Promise<void>;
  update(release: Release): Promise<void>;
  delete(release: Release): Promise<void>;
}

export interface ReleaseStorageOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly fieldManager: string;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Told of everything that was stored, and of what was deleted as it was. */
  readonly observe: (release: Release) => void;
}

const SECRET = { apiVersion: 'v1', kind: 'Secret' } as const;

/** Opens the storage of a namespace. */
export function createReleaseStorage(options: ReleaseStorageOptions): ReleaseStorage {
  return new SecretStorage(options);
}

class SecretStorage implements ReleaseStorage {
  readonly #options: ReleaseStorageOptions;

  constructor(options: ReleaseStorageOptions) {
    this.#options = options;
  }

  async history(name: string): Promise<readonly Release[]> {
    return (await this.#secrets(name)).flatMap(decodeOrSkip);
  }

  async revisions(name: string): Promise<readonly StoredRevision[]> {
    const secrets = await this.#secrets(name);
    return secrets.flatMap((secret) =>
      decodeOrSkip(secret).map((release) => ({ release, writers: writersOf(secret) })),
    );
  }

  async last(name: string): Promise<Release | undefined> {
    const secrets = await this.#secrets(name);
    for (const secret of secrets.toReversed()) {
      const [release] = decodeOrSkip(secret);
      if (release !== undefined) return release;
    }
    return undefined;
  }

  async deployed(name: string): Promise<readonly Release[]> {
    const secrets = await this.#secrets(name);
    return secrets
      .filter(({ metadata }) => metadata.labels?.['status'] === 'deployed')
      .toReversed()
      .flatMap(decodeOrSkip);
  }

  async get(name: string, version: number): Promise<Release | undefined> {
    const { client, namespace, signal } = this.#options;
    const key = { ...SECRET, namespace, name: releaseSecretName({ name, version }) };
    const secret = await client.find(key, undefined, signal);
    return secret === undefined ? undefined : decodeReleaseSecret(secret);
  }

  async create(release: Release, maxHistory = 0): Promise<void> {
    if (maxHistory > 0) await this.#removeOldest(release.name, maxHistory - 1);
    const { client, namespace, fieldManager, signal, observe } = this.#options;
    const secret = await encodeReleaseSecret(release, { namespace, stamp: { createdAt: this.#seconds() } });
    try {
      await client.create(secret, { fieldManager }, signal);
    } catch (error) {
      if (isApiError(error, 'AlreadyExists')) {
        throw new LocatedError({ code: 'release-exists', message: 'release: already exists', cause: error });
      }
      throw wrap('create: failed to create', error);
    }
    observe(release);
  }

  async update(release: Release): Promise<void> {
    const { client, namespace, fieldManager, signal, observe } = this.#options;
    const secret = await encodeReleaseSecret(release, { namespace, stamp: { modifiedAt: this.#seconds() } });
    try {
      await client.replace(secret, { fieldManager }, signal);
    } catch (error) {
      throw wrap('update: failed to update', error);
    }
    observe(release);
  }

  async delete(release: Release): Promise<void> {
    const { client, namespace, signal, observe } = this.#options;
    await client.delete({ ...SECRET, namespace, name: releaseSecretName(release) }, undefined, signal);
    observe(release);
  }

  /** The Secrets of a release, oldest revision first. */
  async #secrets(name: string): Promise<readonly KubeObject[]> {
    const { client, namespace, signal } = this.#options;
    const labelSelector = `name=${name},owner=helm`;
    try {
      const { items } = await client.list(SECRET, { namespace, labelSelector }, signal);
      return items.toSorted((a, b) => versionOf(a) - versionOf(b));
    } catch (error) {
      throw wrap('query: failed to query with labels', error);
    }
  }

  /** Makes room: the oldest go first, and never the one that is deployed. */
  async #removeOldest(name: string, maximum: number): Promise<void> {
    const secrets = await this.#secrets(name);
    const deployed = secrets.findLast(({ metadata }) => metadata.labels?.['status'] === 'deployed');
    const excess = Math.max(0, secrets.length - maximum);
    const doomed = secrets.filter((secret) => secret !== deployed).slice(0, excess);
    for (const secret of doomed) {
      const [release] = decodeOrSkip(secret);
      if (release !== undefined) await this.delete(release);
    }
  }

  #seconds(): string {
    return String(Math.floor(this.#options.nowMs() / 1000));
  }
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.labels?.['version'] ?? 0);
}

function writersOf({ metadata }: KubeObject): readonly string[] {
  return [...new Set((metadata.managedFields ?? []).map(({ manager }) => manager ?? ''))];
}

/** What cannot be read is passed over, as Helm does. */
function decodeOrSkip(secret: KubeObject): readonly Release[] {
  try {
    return [decodeReleaseSecret(secret)];
  } catch (error) {
    if (error instanceof LocatedError) return [];
    throw error;
  }
}

function wrap(what: string, cause: unknown): Error {
  return new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
