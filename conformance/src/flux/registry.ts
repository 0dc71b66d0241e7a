import type { JsonObject, JsonValue } from '@gotk/json';
import { type OciRegistryServer, serveOciRegistry } from '@gotk/oci';

/** Stands for a commit that the record does not name. */
const COMMIT = '0123456789'.repeat(4);

/** An OCI registry that holds what recorded scenarios push. */
export class Registry {
  #server: OciRegistryServer | undefined;
  /** Digest here → recorded digest, where the record has a placeholder in place of what was pushed. */
  readonly #digests = new Map<string, string>();

  /** `host:port`. */
  get address(): string {
    return this.#server?.address ?? '127.0.0.1:0';
  }

  async start(): Promise<void> {
    this.#server = await serveOciRegistry();
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }

  /** Does an `ociPush` action. */
  push({ repo, tags, layers, manifest, digest }: JsonObject): void {
    const server = this.#server;
    if (server === undefined) throw new Error('the registry has not started');
    const repository = new URL(String(repo).replace(/^oci:/, 'http:')).pathname.slice(1);
    server.putBlob(repository, Buffer.from('{}'));
    for (const layer of listOf(layers)) server.putBlob(repository, Buffer.from(String(layer['base64']), 'base64'));
    const bytes = Buffer.from(JSON.stringify(manifest).replaceAll('<GITSHA>', COMMIT));
    const mediaType = String((manifest as JsonObject)['mediaType']);
    for (const tag of Array.isArray(tags) ? tags : []) {
      const here = server.putManifest(repository, { tag: String(tag), mediaType, bytes });
      if (here !== digest) this.#digests.set(here, String(digest));
    }
  }

  /** Takes a digest for the recorded one: what it names holds an archive, which every library compresses in its own way. */
  equate(here: string, recorded: string): void {
    this.#digests.set(here, recorded);
  }

  /** Replaces what is of this registry by what the record has. */
  normalize(text: string): string {
    return [...this.#digests].reduce(
      (normalized, [here, recorded]) => normalized.replaceAll(here, recorded).replaceAll(short(here), short(recorded)),
      text.replaceAll(this.address, '<OCI>'),
    );
  }

  /** The other way round. */
  localize(text: string): string {
    return [...this.#digests].reduce(
      (localized, [here, recorded]) => localized.replaceAll(recorded, here),
      text.replaceAll('<OCI>', this.address),
    );
  }
}

/** As the command line shows a digest. */
function short(digest: string): string {
  return digest.slice(0, 'sha256:'.length + 8);
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
