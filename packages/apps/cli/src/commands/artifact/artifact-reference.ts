import { type OciReference, parseReference } from '@gotk/oci';

/** An address on the command line. */
export interface ArtifactAddress {
  /** As it was typed, without `oci://`. */
  readonly text: string;
  readonly reference: OciReference;
}

/** Reads `oci://domain/org/repo[:tag][@digest]`. @throws Error with Flux's text */
export function parseArtifactUrl(url: string): ArtifactAddress {
  if (!url.startsWith('oci://')) throw new Error("URL must be in format 'oci://<domain>/<org>/<repo>'");
  const text = url.slice('oci://'.length);
  try {
    return { text, reference: parseReference(text) };
  } catch (error) {
    throw new Error(`'${url}' invalid URL: could not parse reference: ${text}`, { cause: error });
  }
}

/** What a registry is asked for: the digest, the tag, or `latest`. */
export function nameIn({ digest, tag }: OciReference): string {
  return digest ?? tag ?? 'latest';
}
