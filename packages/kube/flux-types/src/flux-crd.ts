import type { JsonObject } from '@gotk/json';
import type { KubeObject } from '@gotk/objects';
import { crdTexts } from './generated/crds.generated.js';
import { kindTable } from './generated/kinds.generated.js';

/** Name of a kind of Flux or Flagger. */
export type FluxKind = (typeof kindTable)[number]['kind'];

/** What the table knows of one kind. */
export interface KindInfo {
  readonly group: string;
  /** The version to use. */
  readonly version: string;
  /** All versions served. */
  readonly versions: readonly string[];
  readonly kind: FluxKind;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly scope: 'Namespaced';
  /** How the command line speaks of one object, e.g. `source git`. */
  readonly humanName: string;
  readonly hasStatus: boolean;
  /** Fields of ours that upstream's CRD does not have, e.g. `status.diagnostics`. */
  readonly additions: readonly string[];
}

/** Every kind, in the order lists show them. */
export const fluxKinds: readonly KindInfo[] = kindTable;

/** A CustomResourceDefinition as far as consumers read it. */
export interface FluxCrd extends KubeObject {
  readonly apiVersion: 'apiextensions.k8s.io/v1';
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly names: {
      readonly kind: string;
      readonly listKind: string;
      readonly plural: string;
      readonly singular: string;
      readonly shortNames?: readonly string[];
      readonly categories?: readonly string[];
    };
    readonly scope: 'Namespaced';
    readonly versions: readonly FluxCrdVersion[];
  };
}

/** One version in a CustomResourceDefinition. */
export interface FluxCrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema: { readonly openAPIV3Schema: JsonObject };
  readonly subresources: { readonly status?: JsonObject };
  readonly additionalPrinterColumns: readonly {
    readonly name: string;
    readonly type: string;
    readonly jsonPath: string;
    readonly priority?: number;
  }[];
}

const parsed = new Map<FluxKind, FluxCrd>();

/** The CustomResourceDefinition of a kind, parsed on first use and shared: do not change it. */
export function fluxCrd(kind: FluxKind): FluxCrd {
  const known = parsed.get(kind);
  if (known !== undefined) return known;
  // The text is generated from the schemas, so its shape is known.
  const crd = JSON.parse(crdTexts[kind]) as FluxCrd;
  parsed.set(kind, crd);
  return crd;
}

/** The CustomResourceDefinitions of all kinds, in the order of {@link fluxKinds}. */
export function fluxCrds(): readonly FluxCrd[] {
  return fluxKinds.map(({ kind }) => fluxCrd(kind));
}

/** What the table knows of a kind, or `undefined` when it is none of Flux's. */
export function findFluxKind(kind: string, group?: string): KindInfo | undefined {
  return fluxKinds.find((info) => info.kind === kind && (group === undefined || info.group === group));
}

/**
 * The OpenAPI v3 schema of a kind.
 *
 * @throws RangeError when the kind is not served in `version`.
 */
export function fluxOpenApi(kind: FluxKind, version?: string): JsonObject {
  const { versions } = fluxCrd(kind).spec;
  const found = versions.find(({ name, storage }) => (version === undefined ? storage : name === version));
  if (found === undefined) throw new RangeError(`${kind} is not served in version ${version}`);
  return found.schema.openAPIV3Schema;
}
