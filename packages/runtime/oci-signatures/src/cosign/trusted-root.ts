import type { TrustMaterial } from '@sigstore/verify';

/** Gives what keyless signatures are trusted by: certificate authorities, transparency logs and time stamps. */
export type TrustedRootSource = () => Promise<TrustMaterial>;

/** A trusted root from the text of a `trusted_root.json`. @throws Error, when it is used, for what is none. */
export function trustedRootFromJson(text: string): TrustedRootSource {
  return async () => {
    const { TrustedRoot } = await import('@sigstore/protobuf-specs');
    const { toTrustMaterial } = await import('@sigstore/verify');
    try {
      return toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(text)));
    } catch (cause) {
      throw new Error(`unable to parse trusted root: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  };
}

export interface PublicRootOptions {
  /** Where the metadata of the repository are kept between processes. */
  readonly cacheFolder: string;
  readonly nowMs: () => number;
}

/** The trusted root of Sigstore's public instance, from its update framework (TUF). It is fetched when it is needed, once. */
export function publicTrustedRoot({ cacheFolder: cachePath, nowMs }: PublicRootOptions): TrustedRootSource {
  return rememberedRoot(async () => {
    const { getTrustedRoot } = await import('@sigstore/tuf');
    const { toTrustMaterial } = await import('@sigstore/verify');
    return toTrustMaterial(await getTrustedRoot({ cachePath }));
  }, nowMs);
}

/** After a failure nothing is fetched for this long. */
const RETRY_MS = 60_000;

/** Keeps what was fetched; a failure is told again for a minute, without another attempt. */
export function rememberedRoot(fetch: TrustedRootSource, nowMs: () => number): TrustedRootSource {
  let root: Promise<TrustMaterial> | undefined;
  let failedAtMs: number | undefined;
  return () => {
    const isOver = failedAtMs !== undefined && nowMs() - failedAtMs >= RETRY_MS;
    if (root !== undefined && !isOver) return root;
    failedAtMs = undefined;
    root = fetch().catch((cause: unknown) => {
      failedAtMs = nowMs();
      const reason = cause instanceof Error ? cause.message : cause;
      throw new Error(`unable to initialize trusted root: ${reason}`, { cause });
    });
    return root;
  };
}
