import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import type { OciClient, OciManifest, OciRepositoryName } from '@gotk/oci';

const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const OLD_CHART = 'application/tar+gzip';
const PROVENANCE = 'application/vnd.cncf.helm.chart.provenance.v1.prov';

/** What a registry holds under a tag or digest of a chart. */
export interface RegistryChart {
  readonly manifest: OciManifest;
  /** Whether the chart stands in a layer of the type that Helm 3.0 to 3.6 gave it. */
  readonly isOldType: boolean;
}

export interface PullOptions {
  readonly name: OciRepositoryName;
  /** Tag, as it is in the registry (`_` for `+`), or digest. */
  readonly reference: string;
  readonly limitBytes: number;
}

/** The package of a chart in a registry. @throws Error in Helm's words for an artifact that is no chart */
export async function pullChart(
  client: OciClient,
  { name, reference, limitBytes }: PullOptions,
  signal: AbortSignal,
): Promise<RegistryChart & { readonly content: Uint8Array }> {
  const manifest = await client.fetchManifest(name, reference, signal);
  const layers = layersOf(manifest);
  const layer = layers.findLast(({ mediaType }) => mediaType === CHART || mediaType === OLD_CHART);
  if (layer === undefined) throw missingLayer(CHART);
  const content = await client.fetchBlob(name, { digest: String(layer['digest']), limitBytes }, signal);
  return { manifest, isOldType: layers.some(({ mediaType }) => mediaType === OLD_CHART), content };
}

/** The provenance file of a chart in a registry. @throws Error in Helm's words when it has none */
export async function pullProvenance(
  client: OciClient,
  { name, reference, limitBytes }: PullOptions,
  signal: AbortSignal,
): Promise<RegistryChart & { readonly content: Uint8Array }> {
  const manifest = await client.fetchManifest(name, reference, signal);
  const layers = layersOf(manifest);
  const layer = layers.find(({ mediaType }) => mediaType === PROVENANCE);
  if (layer === undefined) throw missingLayer(PROVENANCE);
  const content = await client.fetchBlob(name, { digest: String(layer['digest']), limitBytes }, signal);
  return { manifest, isOldType: layers.some(({ mediaType }) => mediaType === OLD_CHART), content };
}

function layersOf({ content: { layers } }: OciManifest): readonly JsonObject[] {
  return (Array.isArray(layers) ? (layers as readonly JsonValue[]) : []).filter(isJsonObject);
}

function missingLayer(type: string): Error {
  return new Error(`manifest does not contain a layer with mediatype ${type}`);
}
