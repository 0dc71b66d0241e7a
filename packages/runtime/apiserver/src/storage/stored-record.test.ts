import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { StoredRecord, storedText } from './stored-record.js';

const object = (name: string): KubeObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: 'é "quoted"\n😀' } }) as KubeObject;

/** Uses so many others that every record before them goes cold. */
function useOthers(): void {
  for (let index = 0; index < 10_000; index++) StoredRecord.ofObject(`k${index}`, 1, object(`k${index}`));
}

describe('a record of the store', () => {
  it('gives the same object and its text while it is used', () => {
    const value = object('a');
    const record = StoredRecord.ofObject('a', 1, value);
    expect(record.object).toBe(value);
    expect([record.text, storedText(value)]).toEqual([JSON.stringify(value), JSON.stringify(value)]);
  });

  it('gives an equal object and the same text when it was not used for long', () => {
    const value = object('a');
    const record = StoredRecord.ofObject('a', 1, value);
    useOthers();
    expect(record.text).toBe(JSON.stringify(value));
    const again = record.object;
    expect([again, again === value, record.object === again]).toEqual([value, false, true]);
    expect(storedText(again)).toBe(record.text);
  });

  it('that was read from a file is an object when it is asked for', () => {
    const record = StoredRecord.ofText('a', 7, JSON.stringify(object('a')));
    expect([record.key, record.revision, record.object]).toEqual(['a', 7, object('a')]);
  });

  it('leaves what is no object of the store without a text', () => {
    expect(storedText(object('a'))).toBeUndefined();
  });
});
