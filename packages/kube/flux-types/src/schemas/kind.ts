import { withAdditions } from './fields/additions.js';
import type { KindSchema, ObjectSchema, PrinterColumn, VersionSchema } from './schema.js';

interface KindOptions extends Pick<KindSchema, 'group' | 'folder' | 'kind' | 'plural' | 'humanName' | 'description'> {
  readonly shortNames?: readonly string[];
  readonly categories: readonly string[];
  /** Default: variables are never substituted in the CRD. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly version: string;
  readonly spec: ObjectSchema;
  readonly status?: ObjectSchema;
  /** Default: where there is a status. */
  readonly hasStatusSubresource?: boolean;
  readonly columns: readonly PrinterColumn[];
}

const NO_SUBSTITUTION = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };

/** A namespaced kind with one version, which is served and stored. */
export function singleVersionKind(options: KindOptions): KindSchema {
  const { version, spec, status, hasStatusSubresource, columns, ...names } = options;
  const only: VersionSchema = {
    name: version,
    served: true,
    storage: true,
    spec,
    ...(status === undefined ? {} : { status: withAdditions(status) }),
    hasStatusSubresource: hasStatusSubresource ?? status !== undefined,
    columns,
  };
  return {
    ...names,
    singular: options.kind.toLowerCase(),
    shortNames: options.shortNames ?? [],
    annotations: options.annotations ?? NO_SUBSTITUTION,
    versions: [only],
  };
}
