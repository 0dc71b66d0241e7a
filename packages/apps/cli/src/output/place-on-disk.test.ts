import { LocatedError, renderError } from '@gotk/located-error';
import { expect, it } from 'vitest';
import { pathOnDisk, placeOnDisk } from './place-on-disk.js';

it.each([
  ['home/somebody/fleet/apps/kustomization.yaml', 'apps/kustomization.yaml'],
  ['home/somebody/other/a.yaml', '../other/a.yaml'],
  ['tmp/a.yaml', '/tmp/a.yaml'],
  ['https://example.com/a.yaml', 'https://example.com/a.yaml'],
])('%s is called %s', (file, expected) => {
  expect(pathOnDisk(file, '/home/somebody/fleet')).toBe(expected);
});

it('names the place of an error that was wrapped', async () => {
  const cause = new LocatedError({ code: 'x', message: 'inner', at: { file: 'home/somebody/fleet/a.yaml', line: 2 } });
  const failing = placeOnDisk('/home/somebody/fleet', () =>
    Promise.reject(new LocatedError({ code: 'x', message: 'outer', hint: 'Look.', cause })),
  );
  await expect(failing.catch((error: unknown) => renderError(error))).resolves.toBe('a.yaml:2: outer\nhint: Look.');
});
