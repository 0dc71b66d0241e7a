import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { RewriteUrl } from '@gotk/http';
import { LocatedError } from '@gotk/located-error';
import { parseMirrorFile, sourceMirrors } from '@gotk/source-mirror';
import type { UpOptions } from '../up-options.js';

type MirrorOptions = Pick<UpOptions, 'mirrors' | 'mirrorFiles' | 'cwd'>;

/** Where sources are asked instead of at their own addresses. @throws LocatedError `no-such-path`, `bad-source-mirror`. */
export async function readMirrors({ mirrors, mirrorFiles, cwd }: MirrorOptions): Promise<RewriteUrl> {
  const files = await Promise.all(mirrorFiles.map((path) => readMirrorFile(path, cwd)));
  return sourceMirrors([...mirrors, ...files.flatMap(parseMirrorFile)]);
}

async function readMirrorFile(path: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw new LocatedError({
      code: 'no-such-path',
      message: `cannot read source mirrors: ${cause instanceof Error ? cause.message : cause}`,
      hint: 'Check the path after --source-mirror-file.',
      cause,
    });
  }
}
