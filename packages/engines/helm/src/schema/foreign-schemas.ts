import type { LocatedError } from '@gotk/located-error';
import { helmError } from '../helm-error.js';
import { type HelmLog, type HelmLogEntry, silentLog } from '../log/helm-log.js';
import { type JsonNode, parseJsonNode } from './json-node.js';

/**
 * Gets the text of a schema from a URL. What it throws becomes part of the message about the values; Helm says
 * `HTTP request failed for URL: …` or `HTTP request to URL returned status 404 (Not Found)`.
 */
export type FetchSchema = (url: string) => Promise<string>;

type Fetched = { readonly node: JsonNode } | { readonly problem: string };

/**
 * The schemas that those of charts refer to by URL. As checking cannot wait, a URL that is met for the first time only counts as
 * wanted, and the check is made again once the text is there.
 */
export class ForeignSchemas {
  private readonly fetch: FetchSchema | undefined;
  private readonly log: HelmLog;
  private readonly fetched = new Map<string, Fetched>();
  private readonly wanted = new Set<string>();
  private readonly warned = new Set<string>();

  /** @param fetch without it nothing is fetched, and a schema that refers to a URL cannot be checked. */
  constructor({
    fetch,
    log = silentLog,
  }: { readonly fetch?: FetchSchema | undefined; readonly log?: HelmLog | undefined } = {}) {
    this.fetch = fetch;
    this.log = log;
  }

  /** Whether texts are wanted that are not there yet. */
  get isWaiting(): boolean {
    return this.wanted.size > 0;
  }

  /** The schema at a URL; a `urn:` stands for one that takes everything. @throws LocatedError with Go's text */
  load(url: string): JsonNode {
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(url)?.[1]?.toLowerCase();
    if (scheme === 'urn') return this.permit(url);
    if (scheme === 'http' || scheme === 'https') return this.take(url);
    if (scheme === 'file') throw loadError(url, `open ${pathOf(url)}: no such file or directory`);
    throw loadError(url, `no URLLoader registered for "${url}"`);
  }

  /** Fetches all that is wanted. */
  async settle(): Promise<void> {
    const urls = [...this.wanted];
    this.wanted.clear();
    await Promise.all(
      urls.map(async (url) => {
        this.fetched.set(url, await this.fetchOne(url));
      }),
    );
  }

  private permit(urn: string): JsonNode {
    if (!this.warned.has(urn)) {
      const message = 'unresolved URN reference ignored; using permissive schema';
      this.log({ level: 'WARN', message, attributes: [['urn', urn]] });
    }
    this.warned.add(urn);
    return true;
  }

  private take(url: string): JsonNode {
    const known = this.fetched.get(url);
    if (known === undefined && this.fetch !== undefined) this.wanted.add(url);
    if (known !== undefined && 'node' in known) return known.node;
    const unfetched = `HTTP request failed for ${url}: Get "${url}": schemas are not fetched from the network`;
    throw loadError(url, known?.problem ?? unfetched);
  }

  private async fetchOne(url: string): Promise<Fetched> {
    try {
      return { node: parseJsonNode((await this.fetch?.(url)) ?? '') };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      // Go reads the text as a stream, which has other words for what ends too early.
      return { problem: problem === 'unexpected end of JSON input' ? 'unexpected EOF' : problem };
    }
  }
}

/** What follows the host, which is empty in most URLs of files. */
function pathOf(fileUrl: string): string {
  return fileUrl.replace(/^file:(?:\/\/[^/]*)?/i, '');
}

export interface WithSchemasOptions {
  readonly fetch?: FetchSchema | undefined;
  readonly log?: HelmLog | undefined;
}

/** Runs something that checks values, again when a schema turned out to refer to others that must be fetched. */
export async function withForeignSchemas<T>(
  { fetch, log = silentLog }: WithSchemasOptions,
  run: (schemas: ForeignSchemas, log: HelmLog) => T,
): Promise<T> {
  const schemas = new ForeignSchemas({ fetch, log });
  for (;;) {
    const lines: HelmLogEntry[] = [];
    const finish = attempt(() => run(schemas, (entry) => lines.push(entry)));
    if (schemas.isWaiting) await schemas.settle();
    else {
      for (const line of lines) log(line);
      return finish();
    }
  }
}

function attempt<T>(run: () => T): () => T {
  try {
    const value = run();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function loadError(url: string, problem: string): LocatedError {
  return helmError('schema-missing', `failing loading "${url}": ${problem}`, {
    hint: 'Put the schema into values.schema.json itself, or skip the check with --skip-schema-validation.',
  });
}
