import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openKnownTemplates } from './known-templates.js';

describe('openKnownTemplates', () => {
  let folder: string;
  let chart: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'known-templates-'));
    chart = writeChart('a');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Content that does not compress. */
  function writeChart(letter: string): string {
    const path = join(folder, 'web-1.0.0.tgz');
    const numbers = Array.from({ length: 40_000 }, (_, index) => (index * 2_654_435_761) % 4_294_967_296);
    writeFileSync(path, gzipSync(letter + numbers.join('')));
    return path;
  }

  it('remembers what was added and stored', () => {
    const first = openKnownTemplates(folder, chart);
    expect(first?.has('web/templates/a.yaml')).toBe(false);
    first?.add('web/templates/a.yaml');
    expect(openKnownTemplates(folder, chart)?.has('web/templates/a.yaml')).toBe(false);
    first?.store();
    const second = openKnownTemplates(folder, chart);
    expect(second?.has('web/templates/a.yaml')).toBe(true);
    expect(second?.has('web/templates/b.yaml')).toBe(false);
  });

  it('knows nothing of a package with other content', () => {
    const known = openKnownTemplates(folder, chart);
    known?.add('web/templates/a.yaml');
    known?.store();
    expect(openKnownTemplates(folder, writeChart('b'))?.has('web/templates/a.yaml')).toBe(false);
  });

  it('starts anew where what was stored is damaged', () => {
    const known = openKnownTemplates(folder, chart);
    known?.add('web/templates/a.yaml');
    known?.store();
    const [name = ''] = readdirSync(join(folder, 'templates'));
    writeFileSync(join(folder, 'templates', name), '\0'.repeat(2 ** 20));
    expect(openKnownTemplates(folder, chart)?.has('web/templates/a.yaml')).toBe(false);
  });

  it('keeps the number of charts within bounds', () => {
    const known = openKnownTemplates(folder, chart);
    known?.add('web/templates/a.yaml');
    known?.store();
    for (let index = 0; index < 200; index++) writeFileSync(join(folder, 'templates', String(index)), '');
    known?.store();
    expect(readdirSync(join(folder, 'templates'))).toHaveLength(1);
  });

  it('leaves folders and small packages alone', () => {
    writeFileSync(chart, gzipSync('a'));
    expect(openKnownTemplates(folder, chart)).toBeUndefined();
    expect(openKnownTemplates(folder, folder)).toBeUndefined();
  });
});
