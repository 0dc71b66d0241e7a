import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LAYOUTS, type LayoutBuild, RECORDED, type RecordedResult, readLayouts } from './read-layouts.js';

/**
 * Records what the real kustomize makes of the layouts.
 *
 * `KUSTOMIZE=PATH node conformance/dist/kustomize/layouts/record-layouts.js`
 */
function main(): void {
  const kustomize = process.env['KUSTOMIZE'] ?? 'kustomize';
  const results = readLayouts().map((build) => record(build, kustomize));
  writeFileSync(join(LAYOUTS, RECORDED), results.map((result) => `${JSON.stringify(result)}\n`).join(''));
  const failed = results.filter(({ error }) => error !== undefined).length;
  console.log(`${results.length} builds recorded, ${failed} of them errors`);
}

function record({ name, files, run, flags }: LayoutBuild, kustomize: string): RecordedResult {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'layout-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { status, stdout, stderr } = spawnSync(kustomize, ['build', run, ...flags], { cwd: root, encoding: 'utf8' });
    if (status !== 0 && status !== 1) throw new Error(`${name}: kustomize ended with ${status}: ${stderr}`);
    const { warnings, error } = splitMessages(stderr.replaceAll(root, '<ROOT>'));
    return {
      name,
      ...(status === 0 ? { expected: stdout } : { error }),
      ...(warnings === undefined ? {} : { warnings }),
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function splitMessages(stderr: string): Pick<RecordedResult, 'warnings'> & { readonly error: string } {
  const at = /^Error: /m.exec(stderr)?.index ?? stderr.length;
  const warnings = stderr
    .slice(0, at)
    .replaceAll(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /gm, '')
    .split('\n')
    // What is said of flags is the command's.
    .filter((line) => line !== '' && !/^Flag --[\w-]+ has been deprecated/.test(line));
  const error = stderr
    .slice(at + 'Error: '.length)
    .replaceAll(/0x[0-9a-f]{8,}/g, '0x<ADDR>')
    .trimEnd();
  return { error, ...(warnings.length === 0 ? {} : { warnings }) };
}

main();
