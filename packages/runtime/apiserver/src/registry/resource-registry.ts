import { renderApiVersion } from '@gotk/objects';
import type { ResourceDefinition, ServedResource } from './resource-definition.js';

/** What the server serves at present. Custom resources come and go. */
export class ResourceRegistry {
  readonly #definitions = new Map<string, ResourceDefinition>();
  readonly #served = new Map<string, ServedResource>();
  readonly #listeners = new Set<() => void>();
  /** Counts changes, so that what is derived from the registry (discovery, OpenAPI) can be cached by it. */
  #generation = 0;

  get generation(): number {
    return this.#generation;
  }

  /** Adds a resource, or replaces its definition. */
  set(definition: ResourceDefinition): void {
    this.#remove(definition.group, definition.resource);
    this.#definitions.set(definitionKey(definition.group, definition.resource), definition);
    for (const version of definition.versions) {
      if (!version.served) continue;
      const apiVersion = renderApiVersion(definition.group, version.version);
      this.#served.set(servedKey(definition.group, version.version, definition.resource), {
        definition: version.strategy === undefined ? definition : { ...definition, strategy: version.strategy },
        version,
        apiVersion,
      });
    }
    this.#changed();
  }

  delete(group: string, resource: string): void {
    if (this.#remove(group, resource)) this.#changed();
  }

  definition(group: string, resource: string): ResourceDefinition | undefined {
    return this.#definitions.get(definitionKey(group, resource));
  }

  /** All definitions in the order they were added. */
  definitions(): readonly ResourceDefinition[] {
    return [...this.#definitions.values()];
  }

  /** The resource that a path names. */
  served(group: string, version: string, resource: string): ServedResource | undefined {
    return this.#served.get(servedKey(group, version, resource));
  }

  /** The resource that serves a kind in a version. */
  servedKind(apiVersion: string, kind: string): ServedResource | undefined {
    for (const served of this.#served.values()) {
      if (served.apiVersion === apiVersion && served.definition.kind === kind) return served;
    }
    return undefined;
  }

  /** Whether any resource of the group (in the version, when given) is served. */
  hasGroup(group: string, version?: string): boolean {
    return this.definitions().some(
      (definition) =>
        definition.group === group &&
        definition.versions.some((item) => item.served && (version ?? item.version) === item.version),
    );
  }

  /** Calls `listener` after every change. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #remove(group: string, resource: string): boolean {
    const key = definitionKey(group, resource);
    const definition = this.#definitions.get(key);
    if (definition === undefined) return false;
    for (const { version } of definition.versions) this.#served.delete(servedKey(group, version, resource));
    return this.#definitions.delete(key);
  }

  #changed(): void {
    this.#generation++;
    for (const listener of this.#listeners) listener();
  }
}

function definitionKey(group: string, resource: string): string {
  return `${group}/${resource}`;
}

function servedKey(group: string, version: string, resource: string): string {
  return `${group}/${version}/${resource}`;
}
