import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { migrateApiVersion } from './migrate-api-version.js';

const live = (...versions: readonly string[]): KubeObject => ({
  apiVersion: 'a.example.com/v1',
  kind: 'A',
  metadata: {
    name: 'a',
    managedFields: versions.map((apiVersion) => ({ manager: 'm', operation: 'Apply', apiVersion })),
  },
});

const versionsOf = (object: KubeObject): readonly unknown[] =>
  migrateApiVersion(object, 'a.example.com/v1').flatMap(({ value }) =>
    (value as readonly { readonly apiVersion?: string }[]).map(({ apiVersion }) => apiVersion),
  );

describe('the ownership of fields', () => {
  const rows: readonly [name: string, versions: readonly string[], moved: readonly string[]][] = [
    ['in the version that is applied stays', ['a.example.com/v1'], []],
    [
      'in an older version moves',
      ['a.example.com/v1beta1', 'a.example.com/v1'],
      ['a.example.com/v1', 'a.example.com/v1'],
    ],
    [
      'in another group stays as it is',
      ['a.example.com/v1beta1', 'b.example.com/v1'],
      ['a.example.com/v1', 'b.example.com/v1'],
    ],
    ['of nobody is nothing to move', [], []],
  ];
  it.each(rows)('%s', (_name, versions, moved) => {
    expect(versionsOf(live(...versions))).toEqual(moved);
  });
});
