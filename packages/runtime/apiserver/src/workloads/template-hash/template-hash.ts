import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { spewText } from './spew-text.js';

const SAFE = 'bcdfghjklmnpqrstvwxz2456789';
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The `pod-template-hash` of a template, byte for byte as Kubernetes makes it: FNV-1a over the template as spew writes it, then
 * the number of collisions that a workload counts, if it does.
 */
export function templateHash(template: JsonObject, collisionCount?: number): string {
  const text = Buffer.from(spewText(template, 'v1.PodTemplateSpec'));
  return safeText(fnv1a(collisionCount === undefined ? text : Buffer.concat([text, littleEndian(collisionCount)])));
}

/** The hash in the name of a StatefulSet's ControllerRevision: FNV-1 over its data, `{"spec":{"template":…}}`. */
export function revisionHash(data: JsonObject, collisionCount?: number): string {
  const text = collisionCount === undefined ? '' : String(collisionCount);
  return safeText(fnv1(Buffer.from(stableText(data) + text)));
}

/** The template as a ControllerRevision keeps it. */
export function revisionData(template: JsonObject): JsonObject {
  return { spec: { template: { $patch: 'replace', ...template } } };
}

function littleEndian(count: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(count);
  return bytes;
}

function fnv1a(bytes: Uint8Array): number {
  let hash = OFFSET;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME) >>> 0;
  return hash;
}

function fnv1(bytes: Uint8Array): number {
  let hash = OFFSET;
  for (const byte of bytes) hash = (Math.imul(hash, PRIME) ^ byte) >>> 0;
  return hash;
}

/** The digits as characters that spell no words. */
function safeText(hash: number): string {
  return [...String(hash)].map((digit) => SAFE[digit.charCodeAt(0) % SAFE.length]).join('');
}

/** JSON as Go writes maps: keys sorted. */
function stableText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(stableText).join(',')}]`;
  if (!isJsonObject(value)) return goText(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${goText(key)}:${stableText(value[key] ?? null)}`)
    .join(',')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

function goText(value: JsonValue): string {
  return JSON.stringify(value).replace(/[<>&]/g, (character) => ESCAPES[character] ?? '');
}
