import { type JsonValue, jsonEqual } from '@gotk/json';
import type { WrittenSchema } from './written-schema.js';

/** The names of a definition, as written. */
export interface WrittenNames {
  readonly plural?: string;
  readonly singular?: string;
  readonly kind?: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface WrittenSubresources {
  readonly status?: object | null;
  readonly scale?: {
    readonly specReplicasPath?: string;
    readonly statusReplicasPath?: string;
    readonly labelSelectorPath?: string;
  } | null;
}

export interface WrittenColumn {
  readonly name?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly priority?: number;
  readonly jsonPath?: string;
}

/** What versions may have in common. */
export interface VersionParts {
  readonly schema?: { readonly openAPIV3Schema?: WrittenSchema };
  readonly subresources?: WrittenSubresources;
  readonly additionalPrinterColumns?: readonly WrittenColumn[];
  readonly selectableFields?: readonly { readonly jsonPath?: string }[];
}

export interface WrittenVersion extends VersionParts {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
}

export interface WrittenClientConfig {
  readonly url?: string;
  readonly service?: {
    readonly namespace?: string;
    readonly name?: string;
    readonly path?: string;
    readonly port?: number;
  };
  readonly caBundle?: string;
}

export interface WrittenConversion {
  readonly strategy?: string;
  readonly webhook?: {
    readonly clientConfig?: WrittenClientConfig;
    readonly conversionReviewVersions?: readonly string[];
  };
}

/** The `spec` of a definition as somebody wrote it. */
export interface WrittenSpec {
  readonly group: string;
  readonly names: WrittenNames;
  readonly scope: string;
  readonly versions?: readonly WrittenVersion[] | null;
  readonly conversion?: WrittenConversion;
  readonly preserveUnknownFields?: boolean;
}

/** A spec as it is checked: what all versions have in common stands beside them, and errors name it there. */
export interface DefinitionSpec extends Omit<WrittenSpec, 'versions'> {
  readonly versions: readonly WrittenVersion[];
  /** Whether there is a list of versions, be it without any. */
  readonly isListed: boolean;
  readonly common: VersionParts;
}

const PARTS = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields'] as const;

/** Brings what all versions have in common together. */
export function definitionSpec({ versions, ...spec }: WrittenSpec): DefinitionSpec {
  const given = versions ?? [];
  const isListed = Array.isArray(versions);
  const [first] = given;
  if (first === undefined) return { ...spec, versions: [], isListed, common: {} };
  const shared = PARTS.filter((part) => given.every((version) => same(version[part], first[part])));
  const common = Object.fromEntries(shared.map((part) => [part, first[part]]));
  return { ...spec, common, isListed, versions: given.map((version) => without(version, shared)) };
}

function same(a: unknown, b: unknown): boolean {
  return jsonEqual((a ?? null) as JsonValue, (b ?? null) as JsonValue); // Parts of a JSON object.
}

function without(version: WrittenVersion, parts: readonly string[]): WrittenVersion {
  const kept = Object.entries(version).filter(([name]) => !parts.includes(name));
  return Object.fromEntries(kept) as unknown as WrittenVersion; // Only optional fields are left out.
}
