import { describe, expect, it } from 'vitest';
import { inventoryOf, keysIn, objectIdOf, parseObjectId, renderObjectId, staleKeys, withKeys } from './index.js';

describe('object ids', () => {
  it.each([
    ['shop_web_apps_Deployment', { namespace: 'shop', name: 'web', group: 'apps', kind: 'Deployment' }],
    ['_shop__Namespace', { namespace: '', name: 'shop', group: '', kind: 'Namespace' }],
    ['shop_settings__ConfigMap', { namespace: 'shop', name: 'settings', group: '', kind: 'ConfigMap' }],
    [
      '_system__node_rbac.authorization.k8s.io_ClusterRole',
      { namespace: '', name: 'system:node', group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
    ],
  ])('%s', (text, id) => {
    expect(renderObjectId(id)).toBe(text);
    expect(parseObjectId(text)).toEqual(id);
  });

  it.each(['', 'a', 'a_b', 'a_b_c'])('%j is none', (text) =>
    expect(() => parseObjectId(text)).toThrow('unable to parse stored object metadata'),
  );
});

describe('inventories', () => {
  const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
  const shop = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };

  it('keep the order and the version', () => {
    expect(inventoryOf([shop, web])).toEqual({
      entries: [
        { id: '_shop__Namespace', v: 'v1' },
        { id: 'shop_web_apps_Deployment', v: 'v1' },
      ],
    });
    expect(keysIn(inventoryOf([shop, web]))).toEqual([shop, web]);
  });

  it('tell what went, whatever the version', () => {
    const old = inventoryOf([shop, { ...web, apiVersion: 'apps/v1beta1' }]);
    expect(staleKeys(old, inventoryOf([web]))).toEqual([shop]);
    expect(staleKeys(undefined, inventoryOf([web]))).toEqual([]);
  });

  it('take back what could not be pruned, once', () => {
    expect(withKeys(inventoryOf([web]), [web, shop])).toEqual(inventoryOf([web, shop]));
  });

  it('are not blocked by an entry that cannot be read', () => {
    expect(
      keysIn({
        entries: [
          { id: 'nonsense', v: 'v1' },
          { id: 'shop_web_apps_Deployment', v: 'v1' },
        ],
      }),
    ).toEqual([web]);
  });

  it('name objects by group and kind', () => {
    expect(objectIdOf(web)).toEqual({ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' });
  });
});
