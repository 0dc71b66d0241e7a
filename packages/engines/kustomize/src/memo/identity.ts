import type { YamlNode } from '../node/yaml-node.js';
import { buildAnnotation, ENABLED } from '../resource/build-annotations.js';
import { splitApiVersion } from '../resource/gvk.js';
import { annotation, metadataText } from '../resource/metadata-fields.js';
import { type IdHistory, parseHistory } from '../resource/parse-history.js';
import { idKey, type ResourceId } from '../resource/resource-id.js';
import { apiVersionText, kindText } from '../resource/type-fields.js';
import { builtinScope } from '../schema/builtin-scope.js';

/** What of an object decides who it is in a build, and who may refer to it: read from it once. */
export class Identity {
  readonly history: IdHistory;
  readonly needsHash: boolean;
  readonly affixes: readonly (string | undefined)[];
  /** The same for identities that are the same, different for others. */
  readonly text: string;
  readonly #apiVersion: string;
  readonly #id: ResourceId;
  readonly #isScopeKnown: boolean;
  #key: string | undefined;
  #previous: readonly ResourceId[] | undefined;

  constructor(node: YamlNode) {
    const apiVersion = apiVersionText(node);
    const [group, version] = splitApiVersion(apiVersion);
    const kind = kindText(node);
    const scope = builtinScope(apiVersion, kind);
    const name = metadataText(node, 'name');
    const namespace = metadataText(node, 'namespace');
    this.#apiVersion = apiVersion;
    this.#id = { group, version, kind, name, namespace, clusterScoped: scope ?? false };
    this.#isScopeKnown = scope !== undefined;
    this.needsHash = annotation(node, buildAnnotation.needsHashSuffix) === ENABLED;
    this.history = {
      group,
      version,
      names: annotation(node, buildAnnotation.previousNames),
      namespaces: annotation(node, buildAnnotation.previousNamespaces),
      kinds: annotation(node, buildAnnotation.previousKinds),
    };
    this.affixes = affixTexts(node);
    const { names, namespaces, kinds } = this.history;
    this.text = JSON.stringify([apiVersion, kind, name, namespace, names, namespaces, kinds, ...this.affixes]);
  }

  /** The id of now. @param isClusterScoped is asked about kinds that are not built in. */
  id(isClusterScoped: (apiVersion: string, kind: string) => boolean): ResourceId {
    if (this.#isScopeKnown || !isClusterScoped(this.#apiVersion, this.#id.kind)) return this.#id;
    return { ...this.#id, clusterScoped: true };
  }

  /** The key of an id that {@link id} gave. */
  keyOf(id: ResourceId): string {
    if (id !== this.#id) return idKey(id);
    this.#key ??= idKey(id);
    return this.#key;
  }

  /** The ids of before. @throws when the notes of them contradict one another. */
  get previous(): readonly ResourceId[] {
    this.#previous ??= parseHistory(this.history);
    return this.#previous;
  }
}

/** The notes of an object's prefixes and suffixes, as they stand. */
export function affixTexts(node: YamlNode): readonly (string | undefined)[] {
  return [annotation(node, buildAnnotation.prefixes), annotation(node, buildAnnotation.suffixes)];
}
