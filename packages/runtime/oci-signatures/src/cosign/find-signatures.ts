import type { JsonObject } from '@gotk/json';
import { layersOf, MAX_SIGNATURE_BYTES, MAX_SIGNATURES, orNothing, parseObject } from '../read-manifest.js';
import type { SignedManifest } from '../signature-check.js';

const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
const BUNDLE =
  /^application\/vnd\.dev\.sigstore\.bundle\.v0\.\d+\+json$|^application\/vnd\.dev\.sigstore\.bundle\+json;version=0\.\d+$/;

/** A signature in a layer of the tag beside a manifest, as cosign 2 leaves it. */
export interface TaggedSignature {
  /** What was signed. */
  readonly payload: Uint8Array;
  /** The signature, and what came with it. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** What cosign has left beside a manifest: bundles that refer to it, or, where there are none, a tag. */
export type CosignSignatures =
  | { readonly kind: 'bundles'; readonly bundles: readonly JsonObject[] }
  | { readonly kind: 'tag'; readonly signatures: readonly TaggedSignature[] };

/** Reads what cosign has left. Where bundles cannot be listed there are none, as in Flux. */
export async function findSignatures(signed: SignedManifest, signal: AbortSignal): Promise<CosignSignatures> {
  const bundles = await findBundles(signed, signal);
  if (bundles.length > 0) return { kind: 'bundles', bundles };
  return { kind: 'tag', signatures: await findTagged(signed, signal) };
}

async function findBundles(
  { client, name, digest }: SignedManifest,
  signal: AbortSignal,
): Promise<readonly JsonObject[]> {
  const referrers = await client.listReferrers(name, digest, signal);
  const signing = referrers.filter(({ artifactType }) => BUNDLE.test(artifactType)).slice(0, MAX_SIGNATURES);
  const bundles: JsonObject[] = [];
  for (const { digest: reference } of signing) {
    const [layer] = layersOf(await client.fetchManifest(name, reference, signal));
    if (layer === undefined) continue;
    const blob = { digest: layer.digest, limitBytes: MAX_SIGNATURE_BYTES };
    bundles.push(parseObject(await client.fetchBlob(name, blob, signal)));
  }
  return bundles;
}

async function findTagged(
  { client, name, digest }: SignedManifest,
  signal: AbortSignal,
): Promise<readonly TaggedSignature[]> {
  const tag = `${digest.replace(':', '-')}.sig`;
  const manifest = await orNothing(() => client.fetchManifest(name, tag, signal));
  const layers = manifest === undefined ? [] : layersOf(manifest);
  const found: TaggedSignature[] = [];
  for (const { mediaType, digest: layer, annotations } of layers) {
    if (mediaType !== SIMPLE_SIGNING) continue;
    const payload = await client.fetchBlob(name, { digest: layer, limitBytes: MAX_SIGNATURE_BYTES }, signal);
    found.push({ payload, annotations });
  }
  return found;
}
