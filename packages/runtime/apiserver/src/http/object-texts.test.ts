import type { KubeObject } from '@gotk/objects';
import { describe, expect, it } from 'vitest';
import { ListBody } from '../representation/list-body.js';
import { ObjectTexts } from './object-texts.js';

const object = (name: string, more: object = {}): KubeObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, resourceVersion: '1' }, ...more }) as KubeObject;

describe('the texts of objects', () => {
  it('are their JSON, however often they are asked for', () => {
    const texts = new ObjectTexts();
    const one = object('a', { data: { __proto__: 'x', text: 'line\nbreak "quoted"' } });
    for (let count = 0; count < 3; count++)
      expect(JSON.parse(texts.text(one))).toEqual(JSON.parse(JSON.stringify(one)));
  });

  it('of lists do not repeat the kind', () => {
    const head = { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion: '7' } };
    const body = new ListBody(
      head,
      ['a', 'b'].map((name) => ({ object: object(name) })),
    );
    const items = ['a', 'b'].map((name) => ({ metadata: { name, resourceVersion: '1' } }));
    expect(JSON.parse(new ObjectTexts().text(body))).toEqual({ ...head, items });
  });

  it('of events are lines', () => {
    const line = Buffer.from(new ObjectTexts().event({ type: 'ADDED', object: object('a') })).toString();
    expect(line.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({ type: 'ADDED', object: object('a') });
  });

  it('that are too many are forgotten, and made again', () => {
    const texts = new ObjectTexts(200);
    const all = Array.from({ length: 50 }, (_, index) => object(`name-${index}`));
    for (let round = 0; round < 3; round++) for (const each of all) expect(JSON.parse(texts.text(each))).toEqual(each);
  });
});
