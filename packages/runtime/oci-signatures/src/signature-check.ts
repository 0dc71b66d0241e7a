import type { OciClient, OciRepositoryName } from '@gotk/oci';

/** A manifest whose signature is looked for. */
export interface SignedManifest {
  readonly client: OciClient;
  readonly name: OciRepositoryName;
  /** Of the manifest, as the registry holds it. */
  readonly digest: string;
}

/**
 * Looks for a signature of a manifest.
 *
 * @returns `verified`; or `ignored` where a policy says that no signature is needed.
 * @throws Error in the words of the tool that signs, where there is no signature that counts; RegistryError and LocatedError for
 * what cannot be read.
 */
export type SignatureCheck = (signed: SignedManifest, signal: AbortSignal) => Promise<'verified' | 'ignored'>;
