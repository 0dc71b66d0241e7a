/** A rendered object that is no hook. */
export interface Manifest {
  /** The template it comes from: `chart/templates/x.yaml`. */
  readonly path: string;
  /** Its YAML. */
  readonly content: string;
  readonly apiVersion: string;
  readonly kind: string;
}

export type HookEvent =
  | 'pre-install'
  | 'post-install'
  | 'pre-delete'
  | 'post-delete'
  | 'pre-upgrade'
  | 'post-upgrade'
  | 'pre-rollback'
  | 'post-rollback'
  | 'test';

/** A rendered object that is applied at certain points of a release's life. */
export interface Hook {
  readonly name: string;
  readonly kind: string;
  /** The template it comes from. */
  readonly path: string;
  /** Its YAML. */
  readonly manifest: string;
  readonly events: readonly HookEvent[];
  readonly weight: number;
  /** As written, in lower case: `before-hook-creation`, `hook-succeeded`, `hook-failed`. */
  readonly deletePolicies: readonly string[];
  readonly outputLogPolicies: readonly string[];
}
