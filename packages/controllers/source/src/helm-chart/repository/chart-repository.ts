import type { SignedManifest } from '@gotk/oci-signatures';

/** A version of a chart in a repository. */
export interface ChartVersion {
  readonly name: string;
  readonly version: string;
  /** Of its manifest, where it has been verified: nothing else is pulled then. */
  readonly digest?: string;
}

/** Where charts are pulled from. */
export interface ChartRepository {
  /** The newest version that fits. @throws Error; BuildFailure says whether it is the reference that is wrong. */
  findVersion(name: string, range: string, signal: AbortSignal): Promise<ChartVersion>;
  /** The package of a version that was found here. */
  download(version: ChartVersion, signal: AbortSignal): Promise<Uint8Array>;
  /** What a signature of a version would be of; absent where charts have none. */
  readonly findManifest?: (version: ChartVersion, signal: AbortSignal) => Promise<SignedManifest>;
}
