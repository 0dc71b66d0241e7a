import type { JsonValue } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import { unsupportedMediaType } from '../errors/api-errors.js';
import type { ApiRequest } from './api-request.js';
import { parseCompactJson } from './compact-json.js';
import { duplicateFields } from './duplicate-fields.js';
import { parseBodyJson } from './parse-body-json.js';
import { readProtobufBody } from './protobuf-body.js';

/** A request body as a value, with what strict validation has against its text. */
export interface ReadBody {
  readonly value: JsonValue;
  /** Duplicate fields. */
  readonly duplicates: readonly string[];
  /** The beginning of the body, as error texts show it. */
  readonly summary: string;
  /** The body as text. */
  readonly text: string;
}

/** A body that is not well-formed; the message is the parser's. */
export class BodyError extends Error {
  readonly summary: string;

  constructor(message: string, summary: string) {
    super(message);
    this.name = 'BodyError';
    this.summary = summary;
  }
}

const ACCEPTED = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
const SUMMARY_LENGTH = 30;

/** Reads a body of JSON, YAML or protobuf. @throws ApiError for other media types; BodyError for texts that are not well-formed. */
export function readBody(request: ApiRequest): ReadBody {
  const { body } = request;
  if (body.kind === 'value') {
    const text = (): string => JSON.stringify(body.value);
    return {
      value: body.value,
      duplicates: [],
      get summary() {
        return summarize(Buffer.from(text()));
      },
      get text() {
        return text();
      },
    };
  }
  const bytes = body.kind === 'none' ? new Uint8Array() : body.bytes;
  const summary = summarize(bytes);
  const text = Buffer.from(bytes).toString('utf8');
  switch (mediaTypeOf(request.headers['content-type'] ?? '')) {
    case '':
    case 'application/json': {
      const written = parseCompactJson(text);
      if (written !== undefined) return { value: written, duplicates: [], summary, text };
      return { value: refusing(() => parseJson(text), summary), duplicates: duplicateFields(text), summary, text };
    }
    case 'application/yaml':
      return { value: refusing(() => parseYaml(text), summary), duplicates: yamlDuplicates(text), summary, text };
    case 'application/vnd.kubernetes.protobuf':
      return { value: refusing(() => readProtobufBody(bytes), summary), duplicates: [], summary, text: '' };
    default:
      throw unsupportedBody();
  }
}

function unsupportedBody(): Error {
  return unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${ACCEPTED}`,
  );
}

function refusing(parse: () => JsonValue, summary: string): JsonValue {
  try {
    return parse();
  } catch (error) {
    throw new BodyError(error instanceof Error ? error.message : String(error), summary);
  }
}

function parseJson(text: string): JsonValue {
  try {
    return parseBodyJson(text);
  } catch (error) {
    throw new Error(
      `couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function yamlDuplicates(text: string): readonly string[] {
  try {
    parseYaml(text, { strict: true });
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** The media type without its parameters. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase();
}

/** The beginning of a text, or of the hexadecimal form of what does not look like an object. */
function summarize(bytes: Uint8Array): string {
  if (bytes.length === 0) return '<empty>';
  const head = Buffer.from(bytes.subarray(0, SUMMARY_LENGTH));
  const shown = bytes[0] === 0x7b ? head.toString('utf8') : head.toString('hex');
  return bytes.length > SUMMARY_LENGTH ? `${shown} ...` : shown;
}
