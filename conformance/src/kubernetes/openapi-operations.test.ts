import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { type ApiServer, createApiServer } from '@gotk/apiserver';
import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const shared = process.env['GOTK_SHARED'] ?? resolve(fileURLToPath(import.meta.url), '../../../../../shared');
const folder = join(shared, 'kubernetes/openapi');
const isThere = existsSync(folder);
const documents = isThere ? readdirSync(folder).filter((name) => /^v3__.*\.json\.gz$/.test(name)) : [];

if (!isThere) console.log(`SKIP: the real server's OpenAPI documents are not in ${folder} (set GOTK_SHARED)`);

describe.skipIf(!isThere)('operations in OpenAPI, against the documents of the real server', () => {
  let server: ApiServer;
  beforeAll(async () => {
    server = await createApiServer({});
  });
  afterAll(async () => {
    await server.close();
  });

  test.each(documents)('%s', async (name) => {
    const path = name.slice('v3__'.length, -'.json.gz'.length).replaceAll('__', '/');
    expect(ordered(await pathsAt(server, `/openapi/v3/${path}`))).toEqual(ordered(real(name)['paths']));
  });

  test('v2.json.gz', async () => {
    const { paths, parameters } = real('v2.json.gz');
    expect(ordered(await pathsAt(server, '/openapi/v2'))).toEqual(ordered(paths, parameters));
  });
});

function real(name: string): JsonObject {
  return JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString()) as JsonObject;
}

async function pathsAt(server: ApiServer, path: string): Promise<JsonValue | undefined> {
  const headers = { accept: 'application/json' };
  const { body } = await server.transport().request({ method: 'GET', path, headers });
  return isJsonObject(body) ? body['paths'] : undefined;
}

/** Without prose, which the recorded documents lack, and with parameters in their places, sorted. */
function ordered(value: JsonValue | undefined, parameters?: JsonValue): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((each) => ordered(each, parameters) ?? null);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([key, inner]) => key !== 'description' || typeof inner !== 'string')
    .map(([key, inner]) => [key, key === 'parameters' ? sorted(inner, parameters) : ordered(inner, parameters)]);
  return Object.fromEntries(entries) as JsonObject;
}

function sorted(list: JsonValue | undefined, known: JsonValue | undefined): JsonValue {
  const all = (Array.isArray(list) ? (list as readonly JsonValue[]) : []).map(
    (each) => ordered(resolved(each, known)) ?? null,
  );
  return all.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function resolved(parameter: JsonValue, known: JsonValue | undefined): JsonValue | undefined {
  const ref = isJsonObject(parameter) ? parameter['$ref'] : undefined;
  return typeof ref === 'string' && isJsonObject(known) ? known[ref.slice('#/parameters/'.length)] : parameter;
}

function keyOf(parameter: JsonValue): string {
  return isJsonObject(parameter) ? `${String(parameter['name'])} ${String(parameter['in'])}` : '';
}
