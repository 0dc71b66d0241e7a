import type { Manifests } from './build-manifests.js';

/** Keeps the manifests of recent builds by a digest of all that went into them, up to a number of bytes of text. */
export class ManifestCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Manifests>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Manifests | undefined {
    const manifests = this.#entries.get(key);
    if (manifests === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, manifests);
    return manifests;
  }

  set(key: string, manifests: Manifests): void {
    this.#drop(key);
    if (manifests.text.length > this.#maxBytes) return;
    this.#entries.set(key, manifests);
    this.#bytes += manifests.text.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#bytes -= this.#entries.get(key)?.text.length ?? 0;
    this.#entries.delete(key);
  }
}
