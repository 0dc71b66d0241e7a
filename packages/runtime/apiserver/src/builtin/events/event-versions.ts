import type { JsonObject } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';
import { type DraftObject, sealDraft } from '../../drafts/draft.js';
import type { BuiltinVersion } from '../builtin-kinds.js';
import { conversionTo } from '../typed-conversion.js';

/** Fields of events.k8s.io/v1 and their names in v1, where these differ. */
const RENAMED: Readonly<Record<string, string>> = {
  regarding: 'involvedObject',
  note: 'message',
  reportingController: 'reportingComponent',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
};
const NAMED_BACK = Object.fromEntries(Object.entries(RENAMED).map(([name, core]) => [core, name]));

function renamed(fields: JsonObject, names: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [names[name] ?? name, value]));
}

/** An event of events.k8s.io with the fields that it has in v1. */
export function asCoreEvent(event: KubeObject): KubeObject {
  return renamed(asJson(event), RENAMED) as unknown as KubeObject; // Metadata keeps its name.
}

/** Events of events.k8s.io are stored as those of v1. */
export const eventsVersion: BuiltinVersion = {
  toStorage: conversionTo<DraftObject>({ apiVersion: 'v1', kind: 'Event' }, (event) =>
    renamed(asJson(sealDraft(event)), RENAMED),
  ),
  fromStorage: conversionTo<KubeObject>({ apiVersion: 'events.k8s.io/v1', kind: 'Event' }, (event) =>
    renamed(asJson(event), NAMED_BACK),
  ),
};
