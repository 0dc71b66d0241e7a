import { describe, expect, it } from 'vitest';
import { parseYamlFile } from '../formats/yaml/parse-yaml-file.js';
import { bytesOf } from '../testing/sops-files.js';
import { extractMetadata } from './extract-metadata.js';
import type { SopsMetadata } from './metadata.js';

const BASE = 'lastmodified: "2026-11-21T12:37:32Z"\nmac: x\nversion: 1\n';

function parse(fields: string): SopsMetadata {
  const indented = fields.replaceAll(/^(?=.)/gm, '  ');
  return extractMetadata(parseYamlFile(bytesOf(`a: 1\nsops:\n${indented}`)), 'nested').metadata;
}

const DATED = 'created_at: "2026-11-21T12:37:32Z"';
const FAILED = 'decoding failed due to the following error(s):\n\n';

describe('is read generously', () => {
  it.each([
    ['one thing as a list of it', 'age: {recipient: x}', { keyGroups: [[{ type: 'age', recipient: 'x', enc: '' }]] }],
    [
      'numbers as text',
      'age: [{recipient: 1.5, enc: true}]',
      { keyGroups: [[{ type: 'age', recipient: '1.5', enc: '1' }]] },
    ],
    [
      'text as numbers',
      'age: [{}]\nshamir_threshold: "0x2"\nmac_only_encrypted: 1',
      { shamirThreshold: 2, macOnlyEncrypted: true },
    ],
    ['names in any case', 'AGE: [{RECIPIENT: q}]', { keyGroups: [[{ type: 'age', recipient: 'q', enc: '' }]] }],
    ['the default rule', 'age: [{}]', { unencryptedSuffix: '_unencrypted' }],
    ['no default beside a rule', 'age: [{}]\nencrypted_regex: x', { unencryptedSuffix: '', encryptedRegex: 'x' }],
    [
      'groups',
      `key_groups: [{age: [{recipient: z}]}, {pgp: [{${DATED}, fp: f}]}]`,
      {
        keyGroups: [
          [{ type: 'age', recipient: 'z', enc: '' }],
          [{ type: 'pgp', fingerprint: 'f', createdAt: '2026-11-21T12:37:32Z', enc: '' }],
        ],
      },
    ],
    [
      'own keys before groups',
      'age: [{}]\nkey_groups: [{}, {}]',
      { keyGroups: [[{ type: 'age', recipient: '', enc: '' }]] },
    ],
  ])('%s', (_name, fields, expected) => expect(parse(`${BASE}${fields}\n`)).toMatchObject(expected));
});

it('has its keys in the order of SOPS', () => {
  const kinds = [
    'age: [{}]',
    ...['pgp', 'hc_vault', 'azure_kv', 'gcp_kms', 'kms'].map((kind) => `${kind}: [{${DATED}}]`),
  ];
  const { keyGroups } = parse(`${BASE}${kinds.join('\n')}\n`);
  expect(keyGroups[0]?.map(({ type }) => type)).toEqual(['kms', 'gcp_kms', 'azure_kv', 'hc_vault', 'pgp', 'age']);
});

describe('is refused', () => {
  it.each([
    ['', 'No keys found in file'],
    ['age: []', 'No keys found in file'],
    ['age: foo', `${FAILED}'age[0]' expected a map or struct, got "string"`],
    [
      'age: [{recipient: [1], enc: {}}]',
      `${FAILED}'age[0].recipient' expected type 'string', got unconvertible type '[]interface {}'\n'age[0].enc' expected type 'string', got unconvertible type 'map[string]interface {}'`,
    ],
    [
      'shamir_threshold: abc\nmac_only_encrypted: maybe',
      `${FAILED}'shamir_threshold' cannot parse value as 'int': strconv.ParseInt: invalid syntax\n'mac_only_encrypted' cannot parse value as 'bool': strconv.ParseBool: invalid syntax`,
    ],
    ['kms: [{created_at: ""}]', 'parsing time "" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006"'],
    [`hckms: [{key_id: x, ${DATED}}]`, `invalid key ID format: expected 'region:key-uuid', got "x"`],
    ['1: 2', 'Unexpected key type int'],
  ])('%j', (fields, message) => expect(() => parse(`${BASE}${fields}\n`)).toThrow(message));

  it.each([
    ['a: 1\nsops: 3\n', 'Found sops entry that is not a mapping'],
    ['a: 1\n---\nsops: {}\n', 'sops metadata not found'],
    ['', 'sops metadata not found'],
  ])('%j', (file, message) => {
    expect(() => extractMetadata(parseYamlFile(bytesOf(file)), 'nested')).toThrow(message);
  });
});
