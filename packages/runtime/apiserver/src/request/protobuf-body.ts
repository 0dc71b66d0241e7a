import type { JsonObject, JsonValue } from '@gotk/json';
import { definitionOfKind } from '@gotk/kube-openapi';
import { goTypes } from '../builtin/typed-codec.js';
import { readProtobuf, readProtobufFields } from '../builtin/types/read-protobuf.js';

const MAGIC = Buffer.from('k8s\0');

/** Whether a body is in Kubernetes' protobuf envelope. */
function isProtobuf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).equals(MAGIC);
}

/** Reads an object in Kubernetes' protobuf envelope into its JSON form. @throws when it is broken or its kind unknown. */
export function readProtobufBody(bytes: Uint8Array): JsonValue {
  if (!isProtobuf(bytes))
    throw new Error(
      `provided data does not appear to be a protobuf message, expected prefix [${[...MAGIC].join(' ')}]`,
    );
  const envelope = readProtobufFields(bytes.subarray(MAGIC.length));
  const typeMeta = readProtobufFields(bytesOf(envelope.get(1)?.[0]));
  const apiVersion = textOf(typeMeta.get(1)?.[0]);
  const kind = textOf(typeMeta.get(2)?.[0]);
  const definition = definitionOfKind({ apiVersion, kind });
  if (definition === undefined)
    throw new Error(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`);
  const fields = readProtobuf(goTypes.type(definition.name), bytesOf(envelope.get(2)?.[0]));
  return { ...(fields as JsonObject), apiVersion, kind };
}

function bytesOf(value: unknown): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array();
}

function textOf(value: unknown): string {
  return Buffer.from(bytesOf(value)).toString('utf8');
}
