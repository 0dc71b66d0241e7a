import type { HelmVersion } from '@gotk/helm';
import { pullChart, pullProvenance } from '@gotk/helm-repository';
import type { HttpSend } from '@gotk/http';
import { createOciClient, type OciClient, type OciManifest, type OciRepositoryName, RegistryError } from '@gotk/oci';
import {
  compareVersions,
  findVersion,
  matchesConstraint,
  parseConstraint,
  parseStrictVersion,
  renderVersion,
} from '@gotk/semver';
import type { ServerAccess } from './chart-access.js';
import type { ChartNetwork } from './chart-network.js';
import { type OciChartReference, parseChartReference, type ResolvedReference } from './oci-chart-reference.js';
import { type CredentialSources, findCredential } from './registry-credentials.js';

const PLAIN_ANSWER = 'http: server gave HTTP response to HTTPS client';
const MAX_CHART_BYTES = 128 * 1024 * 1024;

export interface ChartRegistryOptions extends Omit<CredentialSources, 'access'> {
  readonly network: ChartNetwork;
  readonly access: ServerAccess & { readonly plainHttp: boolean };
  readonly helmVersion: HelmVersion;
  /** Takes the lines about what was pulled. */
  readonly write: (text: string) => void;
}

/** Charts in OCI registries, as Helm gets at them. */
export class ChartRegistry {
  readonly #options: ChartRegistryOptions;
  /** Whether a registry turned out to speak plain HTTP alone. */
  #fellBack = false;
  /** Whether the last request had no credential to give. */
  #isAnonymous = true;

  constructor(options: ChartRegistryOptions) {
    this.#options = options;
  }

  /** Which chart a URL and a version mean: a range is looked up among the tags. @throws Error in Helm's words */
  async resolve(url: string, version: string): Promise<ResolvedReference> {
    const reference = parseChartReference(url);
    const { tag, digest } = reference;
    if (version !== '' && tag !== '' && tag !== version) {
      throw new Error(`chart reference and version mismatch: ${version} is not ${tag}`);
    }
    const wanted = version === '' ? tag : version;
    if (digest !== '') return this.#pinned(reference, wanted);
    const chosen = findVersion(wanted) === undefined ? await this.#chooseTag(url, reference, wanted) : wanted;
    return { ...reference, reference: chosen.replaceAll('+', '_'), shown: chosen, digest: '' };
  }

  /** A version that must have the digest it is named with, unless there is no such version. */
  async #pinned(reference: OciChartReference, version: string): Promise<ResolvedReference> {
    const { name, digest } = reference;
    const pinned: ResolvedReference = { ...reference, reference: digest, shown: digest, digest: '' };
    if (version === '') return pinned;
    const found = await this.#digestOf(name, version.replaceAll('+', '_'));
    if (found === undefined) return pinned;
    if (found !== digest) throw new Error(`chart reference digest mismatch: ${found} is not ${digest}`);
    return { ...pinned, digest };
  }

  async #digestOf(name: OciRepositoryName, tag: string): Promise<string | undefined> {
    try {
      return await (await this.#client(name)).resolve(name, tag, this.#options.network.signal);
    } catch (error) {
      if (error instanceof RegistryError) return undefined;
      throw error;
    }
  }

  async #chooseTag(url: string, { name }: OciChartReference, wanted: string): Promise<string> {
    const tags = await this.tags(name);
    if (tags.length === 0) throw new Error(`unable to locate any tags in provided repository: ${url}`);
    return chooseTag(tags, wanted, this.#options.helmVersion);
  }

  /** The versions that a repository holds, newest first. @throws Error in Helm's words */
  async tags(name: OciRepositoryName): Promise<readonly string[]> {
    try {
      const tags = await (await this.#client(name)).listTags(name, this.#options.network.signal);
      return tags
        .flatMap((tag) => strictVersion(tag.replaceAll('_', '+')) ?? [])
        .sort((a, b) => compareVersions(b, a))
        .map(renderVersion);
    } catch (error) {
      throw error instanceof RegistryError
        ? new Error(this.#describe(error, { name, path: 'tags/list' }), { cause: error })
        : error;
    }
  }

  /** The package of a chart. @throws Error in Helm's words */
  pull(resolved: ResolvedReference): Promise<Uint8Array> {
    return this.#pulling(resolved, pullChart);
  }

  /** The provenance file of a chart. @throws Error in Helm's words */
  pullProvenance(resolved: ResolvedReference): Promise<Uint8Array> {
    return this.#pulling(resolved, pullProvenance);
  }

  async #pulling(resolved: ResolvedReference, pull: typeof pullChart): Promise<Uint8Array> {
    const { name, reference } = resolved;
    const shown = shownReference(resolved);
    try {
      const client = await this.#client(name);
      const options = { name, reference, limitBytes: MAX_CHART_BYTES };
      const { manifest, isOldType, content } = await pull(client, options, this.#options.network.signal);
      if (isOldType) this.#options.write('Warning: chart media type application/tar+gzip is deprecated\n');
      this.#tell(shown, manifest);
      return content;
    } catch (error) {
      throw this.#pullError(error, { name, reference, shown });
    }
  }

  #tell(shown: string, { digest }: OciManifest): void {
    this.#options.write(`Pulled: ${shown}\nDigest: ${digest}\n`);
    if (shown.includes('_')) this.#options.write(`${shown} contains an underscore.\n${UNDERSCORE_ADVICE}\n`);
  }

  #pullError(
    error: unknown,
    {
      name,
      reference,
      shown,
    }: { readonly name: OciRepositoryName; readonly reference: string; readonly shown: string },
  ): unknown {
    const prefix = 'failed to perform "FetchReference" on source: ';
    if (error instanceof RegistryError) {
      const isMissing = error.status === 404;
      const path = `manifests/${reference}`;
      const text = isMissing ? `${shown}: not found` : this.#describe(error, { name, path });
      return new Error(prefix + text, { cause: error });
    }
    const isNetwork = error instanceof Error && (error as { readonly code?: unknown }).code === 'http-network';
    return isNetwork ? new Error(prefix + error.message, { cause: error }) : error;
  }

  #describe(error: RegistryError, { name, path }: { readonly name: OciRepositoryName; readonly path: string }): string {
    const scheme = this.#options.access.plainHttp ? 'http' : 'https';
    const url = `${scheme}://${name.registry}/v2/${name.repository}/${path}`;
    // A token service has a failure of its own.
    const isOwn = error.message.startsWith(`GET ${url}`);
    const lacksCredential = error.status === 401 && isOwn && this.#isAnonymous;
    const problem = lacksCredential
      ? 'basic credential not found'
      : `response status code ${error.status}: ${error.summary}`;
    return `GET ${JSON.stringify(url)}: ${problem}`;
  }

  async #client(name: OciRepositoryName): Promise<OciClient> {
    const { network, access } = this.#options;
    const credential = await findCredential(name, this.#options);
    this.#isAnonymous = credential.kind === 'anonymous';
    const sendTls = network.senderFor(access);
    const send = this.#options.helmVersion === '3.22' ? this.#withFallback(sendTls) : sendTls;
    return createOciClient({ send, credentials: () => credential, insecure: access.plainHttp, tlsOnLoopback: true });
  }

  /** Helm 3 asks again without TLS who answers without, and goes on like that. */
  #withFallback(send: HttpSend): HttpSend {
    const plain = (url: string): string => url.replace(/^https:/, 'http:');
    return async (request, signal) => {
      if (this.#fellBack) return send({ ...request, url: plain(request.url) }, signal);
      try {
        return await send(request, signal);
      } catch (error) {
        if (!(error instanceof Error && error.message.endsWith(PLAIN_ANSWER))) throw error;
        this.#fellBack = true;
        return send({ ...request, url: plain(request.url) }, signal);
      }
    };
  }
}

function strictVersion(text: string): ReturnType<typeof parseStrictVersion> | undefined {
  try {
    return parseStrictVersion(text);
  } catch {
    // A tag may be anything; those that are no versions are not of interest.
    return undefined;
  }
}

function chooseTag(tags: readonly string[], wanted: string, helmVersion: HelmVersion): string {
  if (tags.includes(wanted)) return wanted;
  const constraint = parseConstraint(wanted === '' ? '*' : wanted);
  const chosen = tags.find((tag) => {
    const version = findVersion(tag);
    return version !== undefined && matchesConstraint(version, constraint);
  });
  if (chosen !== undefined) return chosen;
  const could = helmVersion === '4.2' ? 'could' : 'Could';
  throw new Error(`${could} not locate a version matching provided version string ${wanted}`);
}

function shownReference({ name, reference }: ResolvedReference): string {
  const separator = reference.includes(':') ? '@' : ':';
  return `${name.registry}/${name.repository}${separator}${reference}`;
}

const UNDERSCORE_ADVICE = `
OCI artifact references (e.g. tags) do not support the plus sign (+). To support
storing semantic versions, Helm adopts the convention of changing plus (+) to
an underscore (_) in chart version tags when pushing to a registry and back to
a plus (+) when pulling from a registry.`;
