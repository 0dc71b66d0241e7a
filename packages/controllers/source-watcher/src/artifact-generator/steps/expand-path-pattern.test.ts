import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { expandPathPattern } from './expand-path-pattern.js';

const tree = memoryTree({ 'apps/Web/prod/a': '', 'apps/Web/dev/a': '', 'apps/api/prod/a': '', 'apps/file': '' });
const trees = new Map([['repo', tree]]);

function expand(pathPattern: string, name: string): ReturnType<typeof expandPathPattern> {
  const copy = [{ from: '@repo/apps/{app}/**', to: '@artifact/{app}/' }];
  return expandPathPattern({ pathPattern, artifacts: [{ name, copy }] }, trees);
}

it('makes one artifact for each directory, in lower case but for paths', () => {
  expect(expand('@repo/apps/{app}', 'x-{app}')).toEqual([
    { name: 'x-web', labels: { app: 'web' }, copy: [{ from: '@repo/apps/Web/**', to: '@artifact/Web/' }] },
    { name: 'x-api', labels: { app: 'api' }, copy: [{ from: '@repo/apps/api/**', to: '@artifact/api/' }] },
  ]);
});

it('knows several captures', () => {
  const names = expand('@repo/apps/{app}/{env}', '{app}-{env}').map(({ name }) => name);
  expect(names).toEqual(['web-dev', 'web-prod', 'api-prod']);
});

it('finds nothing where nothing matches', () => {
  expect(expand('@repo/none/{app}', '{app}')).toEqual([]);
});

describe('refuses', () => {
  const told = 'pathPattern "@repo/apps/{app}"';
  it.each([
    ['apps/{app}', 'x', 'invalid pathPattern format: apps/{app}'],
    ['@other/{app}', 'x', 'pathPattern "@other/{app}": source alias other not found in local sources'],
    ['@repo/{app', 'x', 'pathPattern "@repo/{app": invalid capture starting at offset 0: missing closing brace'],
    ['@repo/app}', 'x', 'pathPattern "@repo/app}": invalid capture ending at offset 3: missing opening brace'],
    ['@repo/{}', 'x', 'pathPattern "@repo/{}": empty capture variable'],
    ['@repo/{a}/{a}', 'x', 'pathPattern "@repo/{a}/{a}": duplicate capture variable "a"'],
    ['@repo/{1}', 'x', 'capture variable "1" must be a valid capture name matching [A-Za-z_][A-Za-z0-9_]*'],
    ['@repo/apps/{app}', 'x', `${told}: directories "apps/Web" and "apps/api" both resolve to artifact name "x"`],
    ['@repo/apps/{app}', '{env}', `invalid template "{env}": capture variable "env" is not defined by pathPattern`],
    ['@repo/apps/{app}', '{app}_', `${told}: rendered artifact name "web_" is not a valid Kubernetes object name: `],
    ['@repo/apps/{__proto__}', '{app}', 'is not a valid Kubernetes label key'],
  ])('%s with %s: %s', (pattern, name, message) => {
    expect(() => expand(pattern, name)).toThrow(message);
  });
});
