import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';

/** Requests that build on one another. */
export interface Conversation {
  readonly name: string;
  /** Whether it is with servers whose controllers run. Default `false`. */
  readonly controllers: boolean;
  readonly steps: readonly ConversationStep[];
}

/** One request of a conversation. `${name}` in its path and body stands for what an earlier answer was asked to give. */
export interface ConversationStep {
  /** `METHOD path`. */
  readonly ask: string;
  /** Default `admin`; empty: nobody. */
  readonly user: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The request is repeated until both servers answer with this status. */
  readonly until?: number;
  /** The request is repeated until both servers answer alike twice in a row: controllers work at their own pace. */
  readonly eventually: boolean;
  /** How long to wait before it is asked. Default 0. */
  readonly pauseMs: number;
  /** What later requests use of the answer: names, and dotted paths in the body. */
  readonly save: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  'json-patch': 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};
const ACCEPTED: Readonly<Record<string, string>> = {
  table: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  partial: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json',
  'partial-list': 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json',
};

/** Reads the conversations of a folder of YAML files, each a list of `name` and `steps`. */
export function readConversations(folder: string): readonly Conversation[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => listOf(parseYaml(readFileSync(join(folder, name), 'utf8'))).map(parseConversation));
}

function parseConversation(value: JsonValue): Conversation {
  if (!isJsonObject(value)) throw new Error('a conversation is an object');
  return {
    name: String(value['name']),
    controllers: value['controllers'] === true,
    steps: listOf(value['steps']).map(parseStep),
  };
}

function parseStep(value: JsonValue): ConversationStep {
  const step: JsonObject = isJsonObject(value) ? value : { ask: value };
  const { ask, user, type, accept, body, text, until, save, headers, eventually, pauseMs } = step;
  const content = text === undefined ? body && JSON.stringify(body) : String(text);
  const typeName = String(type ?? 'json');
  const acceptName = String(accept ?? '');
  return {
    ask: String(ask),
    user: String(user ?? 'admin'),
    headers: {
      ...(content === undefined ? {} : { 'content-type': TYPES[typeName] ?? typeName }),
      ...(acceptName === '' ? {} : { accept: ACCEPTED[acceptName] ?? acceptName }),
      ...(headers as Record<string, string> | undefined),
    },
    ...(content === undefined ? {} : { body: String(content) }),
    ...(typeof until === 'number' ? { until } : {}),
    eventually: eventually === true,
    pauseMs: Number(pauseMs ?? 0),
    save: (save ?? {}) as Record<string, string>, // The project's own files.
  };
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
