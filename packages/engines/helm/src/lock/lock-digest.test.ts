import { describe, expect, it } from 'vitest';
import type { ChartDependency } from '../chart/chart-metadata.js';
import { helm2LockDigest, lockDigest } from './lock-digest.js';

const DEPENDENCY: ChartDependency = {
  name: 'sub',
  version: '>=0.1.0',
  repository: 'file://../sub',
  condition: '',
  tags: [],
  enabled: false,
  importValues: [],
  alias: '',
};

describe('the digest of a lock', () => {
  it('is what Helm computes', () => {
    const chosen = [{ name: 'sub', version: '0.3.0', repository: 'file://../sub' }];
    expect(lockDigest([DEPENDENCY], chosen)).toBe(
      'sha256:36a00d82fee43a30cdcf750e2046af6ee886ee8125309a2494463446a7f63001',
    );
  });

  it('changes with every field of a dependency', () => {
    const others: readonly ChartDependency[] = [
      { ...DEPENDENCY, condition: 'sub.on' },
      { ...DEPENDENCY, tags: ['a'] },
      { ...DEPENDENCY, alias: 'other' },
      { ...DEPENDENCY, importValues: [{ child: 'a', parent: 'b' }] },
    ];
    const digests = [DEPENDENCY, ...others].map((dependency) => helm2LockDigest([dependency]));
    expect(new Set(digests).size).toBe(digests.length);
  });
});
