import { parseYaml } from '@gotk/yaml';
import { builtinSchema } from './builtin-schema.js';
import { builtinScope } from './builtin-scope.js';
import { type CustomSchema, parseCustomSchema } from './custom-schema.js';
import type { ObjectSchema } from './object-schema.js';

const BUILTIN_VERSION = 'v1.21.2';

/**
 * The schema of one build. It is a state, because kustomize's is: the first kustomization that names a schema decides,
 * and whether the built-in kinds stay known beside it depends on what was asked before.
 */
export class BuildSchema {
  #version = '';
  #source: string | undefined;
  #custom: CustomSchema | undefined;
  #isRead = false;
  /** Whether the built-in schema counts: `wanted` once an unknown kind was asked for while no other schema was set. */
  #builtin: 'unused' | 'wanted' | 'used' = 'unused';

  /**
   * Takes the `openapi` field of a kustomization.
   * @param source content of the file that it names.
   * @param reset whether it counts even when an earlier one did.
   */
  use(openapi: ReadonlyMap<string, string>, source: string | undefined, reset: boolean): void {
    if ((this.#version !== '' || this.#source !== undefined) && !reset) return;
    const version = openapi.get('version');
    if (source !== undefined) {
      if (version !== undefined) throw new Error('builtin version and custom schema provided, cannot use both');
      this.#source = source;
      this.#version = 'custom';
      this.#isRead = false;
      return;
    }
    this.#version = version ?? '';
    if (this.#version === '') return;
    if (this.#version !== BUILTIN_VERSION) throw new Error('the specified OpenAPI version is not built in');
    this.#source = undefined;
    this.#isRead = false;
  }

  /** The schema of a kind, `undefined` where none is known. */
  schemaFor(apiVersion: string, kind: string): ObjectSchema | undefined {
    this.#read();
    const custom = this.#custom?.schemaFor(apiVersion, kind);
    if (custom !== undefined || this.#builtin !== 'used') return custom ?? ownKind(apiVersion, kind);
    return builtinSchema(apiVersion, kind);
  }

  /** Whether a kind is known to have no namespaces. */
  isClusterScoped(apiVersion: string, kind: string): boolean {
    const builtin = builtinScope(apiVersion, kind);
    if (builtin !== undefined) return builtin;
    if (this.#source === undefined && !this.#isRead) {
      if (this.#builtin === 'unused') this.#builtin = 'wanted';
      return false;
    }
    this.#read();
    return this.#custom?.isNamespaced(apiVersion, kind) === false;
  }

  #read(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    if (this.#source !== undefined) this.#custom = parseCustomSchema(parseYaml(this.#source));
    if (this.#source === undefined || this.#builtin === 'wanted') this.#builtin = 'used';
  }
}

/** Kustomize's own kinds are known whatever schema is in use. */
function ownKind(apiVersion: string, kind: string): ObjectSchema | undefined {
  return apiVersion.startsWith('kustomize.config.k8s.io/') ? builtinSchema(apiVersion, kind) : undefined;
}
