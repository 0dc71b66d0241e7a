import { type Condition, parseConditions, sortConditions } from '@gotk/conditions';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { isApiError, type KubeClient } from '@gotk/kube-client';
import { fieldOf, type KubeObject, keyOf } from '@gotk/objects';
import { mergeDiff } from './merge-diff.js';
import type { StatusDraft } from './status-draft.js';

export interface StatusWriterOptions {
  readonly client: Pick<KubeClient, 'patch' | 'find'>;
  readonly fieldOwner: string;
  readonly ownedConditions: readonly string[];
}

const MAX_CONFLICTS = 5;

/**
 * The only writer of one object's status during one reconciliation.
 *
 * It sends a merge patch of what the draft changed, and nothing when that is nothing. Conditions of others are kept: a
 * patch that touches the list carries the resource version, and a conflict is merged with the newest state.
 */
export class StatusWriter {
  readonly #options: StatusWriterOptions;
  /** The object as the API server last showed it. */
  #latest: KubeObject;
  /** What the last save (or the start) left in the draft's fields: later saves send only what changed since. */
  #savedFields: JsonObject;

  constructor(object: KubeObject, options: StatusWriterOptions) {
    this.#options = options;
    this.#latest = object;
    this.#savedFields = statusFields(object);
  }

  /**
   * Persists the draft.
   * @returns the object as it is now; `undefined` when it has gone meanwhile.
   */
  async save(draft: StatusDraft, signal?: AbortSignal): Promise<KubeObject | undefined> {
    const fields = mergeDiff(this.#savedFields, draft.fields) ?? {};
    for (let conflicts = 0; ; conflicts++) {
      const patch = this.#patchFor(draft, fields);
      if (patch === undefined) break;
      try {
        this.#latest = await this.#send(patch, signal);
        break;
      } catch (error) {
        if (isApiError(error, 'NotFound')) return undefined;
        if (!isApiError(error, 'Conflict') || conflicts === MAX_CONFLICTS) throw error;
        const latest = await this.#options.client.find(keyOf(this.#latest), undefined, signal);
        if (latest === undefined || latest.metadata.uid !== this.#latest.metadata.uid) return undefined;
        this.#latest = latest;
      }
    }
    this.#savedFields = draft.fields;
    return this.#latest;
  }

  #patchFor(draft: StatusDraft, fields: JsonObject): JsonObject | undefined {
    const before = parseConditions(this.#latest);
    const after = this.#mergeConditions(before, draft.conditions);
    const conditions = mergeDiff({ conditions: asJson(before) }, { conditions: asJson(after) }) ?? {};
    const status = { ...withoutNoOps(fields, statusFields(this.#latest)), ...conditions };
    if (Object.keys(status).length === 0) return undefined;
    const lock = Object.keys(conditions).length === 0 ? {} : { resourceVersion: this.#latest.metadata.resourceVersion };
    // The uid keeps a reconciliation of a deleted object off its namesake.
    return { metadata: { uid: this.#latest.metadata.uid, ...lock }, status };
  }

  #mergeConditions(before: readonly Condition[], ours: readonly Condition[]): readonly Condition[] {
    const { ownedConditions } = this.#options;
    const drafted = new Set(ours.map(({ type }) => type));
    const foreign = before.filter(({ type }) => !ownedConditions.includes(type) && !drafted.has(type));
    return sortConditions([...ours, ...foreign]);
  }

  #send(body: JsonObject, signal: AbortSignal | undefined): Promise<KubeObject> {
    const { client, fieldOwner } = this.#options;
    const options = { subresource: 'status', fieldManager: fieldOwner };
    return client.patch(keyOf(this.#latest), { type: 'merge', body }, options, signal);
  }
}

/** Drops changes that the newest state already has. */
function withoutNoOps(patch: JsonObject, latest: JsonObject): JsonObject {
  const entries = Object.entries(patch).filter(([name, value]) =>
    value === null
      ? latest[name] !== undefined
      : isJsonObject(value) || mergeDiff({ [name]: latest[name] }, { [name]: value }) !== undefined,
  );
  return Object.fromEntries(entries);
}

function statusFields(object: KubeObject): JsonObject {
  const status = fieldOf(object, 'status');
  if (!isJsonObject(status)) return {};
  const { conditions: _conditions, ...fields } = status;
  return fields;
}

function asJson(conditions: readonly Condition[]): JsonValue {
  // Conditions are JSON; an interface only lacks the index signature.
  return conditions as unknown as JsonValue;
}
