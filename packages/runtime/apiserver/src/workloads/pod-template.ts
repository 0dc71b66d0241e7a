import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';

/** The pod template at `spec.template` (or deeper, for CronJobs). */
export function templateOf(object: KubeObject): JsonObject {
  const spec = asJson(object)['spec'];
  const template = isJsonObject(spec) ? spec['template'] : undefined;
  return isJsonObject(template) ? template : {};
}

/** A pod of the template. */
export function podFromTemplate(template: JsonObject, metadata: object): KubeObject {
  const templateMetadata = isJsonObject(template['metadata']) ? template['metadata'] : {};
  const more = metadata as { readonly labels?: JsonObject };
  const labels = { ...(isJsonObject(templateMetadata['labels']) ? templateMetadata['labels'] : {}), ...more.labels };
  const annotations = templateMetadata['annotations'];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(isJsonObject(annotations) ? { annotations: annotations as Record<string, string> } : {}),
      ...more,
      labels: labels as Record<string, string>,
    },
    spec: template['spec'] ?? {},
  };
}

/** A short name for the template's content, of characters that spell no words, as `pod-template-hash` has them. */
export function templateHash(template: JsonObject): string {
  let hash = 0x811c9dc5;
  for (const char of stableText(template)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return [...String(hash)].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('');
}

function stableText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(stableText).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stableText(value[key] ?? null)}`).join(',')}}`;
}

/** Whether a pod counts as ready. */
export function isPodReady(pod: KubeObject): boolean {
  const status = asJson(pod)['status'];
  const conditions = isJsonObject(status) ? status['conditions'] : undefined;
  return (
    Array.isArray(conditions) &&
    (conditions as readonly JsonObject[]).some(({ type, status: value }) => type === 'Ready' && value === 'True')
  );
}
