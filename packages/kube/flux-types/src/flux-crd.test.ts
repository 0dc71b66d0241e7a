import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFluxKind, fluxCrd, fluxCrds, fluxKinds, fluxOpenApi } from './flux-crd.js';
import { renderFiles } from './generate/render-files.js';
import type { GitRepository, Kustomization } from './index.js';

describe('fluxKinds', () => {
  const rows: readonly [kind: string, apiVersion: string, plural: string, shortNames: string, humanName: string][] = [
    ['GitRepository', 'source.toolkit.fluxcd.io/v1', 'gitrepositories', 'gitrepo', 'source git'],
    ['ArtifactGenerator', 'source.extensions.fluxcd.io/v1beta1', 'artifactgenerators', 'ag', 'artifactgenerator'],
    ['Kustomization', 'kustomize.toolkit.fluxcd.io/v1', 'kustomizations', 'ks', 'kustomization'],
    ['HelmRelease', 'helm.toolkit.fluxcd.io/v2', 'helmreleases', 'hr', 'helmrelease'],
    ['Provider', 'notification.toolkit.fluxcd.io/v1beta3', 'providers', '', 'alert provider'],
    [
      'ImageUpdateAutomation',
      'image.toolkit.fluxcd.io/v1',
      'imageupdateautomations',
      'iua,imgupd,imgauto',
      'image update automation',
    ],
    ['Canary', 'flagger.app/v1beta1', 'canaries', '', 'canary'],
  ];
  it.each(rows)('knows %s', (kind, apiVersion, plural, shortNames, humanName) => {
    const info = findFluxKind(kind);
    expect(info && `${info.group}/${info.version}`).toBe(apiVersion);
    expect(info).toMatchObject({ plural, humanName });
    expect(info?.shortNames.join(',')).toBe(shortNames);
  });

  it('has every kind once', () => {
    expect(fluxKinds).toHaveLength(18);
    expect(new Set(fluxKinds.map(({ group, kind }) => `${group}/${kind}`)).size).toBe(18);
  });

  it('tells kinds of the same name apart by group', () => {
    expect(findFluxKind('Kustomization', 'kustomize.config.k8s.io')).toBeUndefined();
  });
});

describe('fluxCrd', () => {
  it('is named by plural and group', () => {
    expect(fluxCrds().map(({ metadata }) => metadata.name)).toEqual(
      fluxKinds.map(({ plural, group }) => `${plural}.${group}`),
    );
  });

  it('is parsed once and shared', () => {
    expect(fluxCrd('Bucket')).toBe(fluxCrd('Bucket'));
  });

  it('gives the schema of a version', () => {
    expect(fluxOpenApi('Alert', 'v1beta3')['type']).toBe('object');
    expect(() => fluxOpenApi('Alert', 'v1')).toThrow('Alert is not served in version v1');
  });

  it('describes every field', () => {
    const bare = fluxKinds.flatMap(({ kind }) => undescribed(fluxOpenApi(kind), kind));
    expect(bare).toEqual([]);
  });
});

describe('generated files', () => {
  const root = resolve(fileURLToPath(import.meta.url), '..');
  it.each(Object.entries(renderFiles().sources))('%s is fresh', (path, text) => {
    expect(readFileSync(resolve(root, 'generated', path), 'utf8')).toBe(text);
  });
});

describe('types', () => {
  it('accept what the API accepts', () => {
    const source = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: 'a' },
      spec: { url: 'https://example.com/a', interval: '1m', ref: { branch: 'main' } },
    } satisfies GitRepository;
    const applier = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'a' },
      spec: { interval: '1m', prune: true, sourceRef: { kind: 'GitRepository', name: source.metadata.name } },
    } satisfies Kustomization;
    expect(applier.spec.sourceRef.name).toBe('a');
  });
});

/** Paths of properties without a description; keys of maps and items of lists need none. */
function undescribed(schema: object, path: string): readonly string[] {
  const {
    properties = {},
    items,
    additionalProperties,
  } = schema as {
    properties?: Record<string, { description?: string }>;
    items?: object;
    additionalProperties?: object;
  };
  const bare = Object.entries(properties)
    .filter(([name, field]) => field.description === undefined && name !== 'metadata')
    .map(([name]) => `${path}.${name}`);
  return [
    ...bare,
    ...Object.entries(properties).flatMap(([name, field]) => undescribed(field, `${path}.${name}`)),
    ...(items === undefined ? [] : undescribed(items, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : undescribed(additionalProperties, `${path}{}`)),
  ];
}
