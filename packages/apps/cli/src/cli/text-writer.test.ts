import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const module = new URL('../../dist/cli/text-writer.js', import.meta.url).href;
const LINES = 100_000;

/** Runs a program that writes many lines. With `nonBlocking` its output refuses what its reader has not made room for. */
function writeLines(nonBlocking: boolean) {
  const code = `
    import { textWriter } from ${JSON.stringify(module)};
    if (${nonBlocking}) process.stdout._handle.setBlocking(false);
    const write = textWriter(1, () => process.stdout);
    for (let line = 0; line < ${LINES}; line++) write(line + ' ü\\n');
    textWriter(2, () => process.stderr)('done');`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('a text writer', () => {
  it.each([
    ['that waits', false],
    ['that does not', true],
  ])('writes all in order to a pipe %s', async (_, nonBlocking) => {
    const child = writeLines(nonBlocking);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    const expected = Array.from({ length: LINES }, (_line, index) => `${index} ü\n`).join('');
    expect(Buffer.concat(chunks).toString() === expected).toBe(true);
  });

  it('ends the process quietly when nobody reads any more', async () => {
    const child = writeLines(false);
    child.stdout.destroy();
    let errors = '';
    child.stderr.on('data', (data: Buffer) => {
      errors += data;
    });
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });
});
