import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { unpackArchive } from '@gotk/archive';
import type { CommandContext } from '../../cli/command.js';
import { parseArtifactUrl } from './artifact-reference.js';
import { withRegistry } from './connect-registry.js';
import { pullArtifact, pullLayer } from './pull-artifact.js';
import { writeTree } from './write-tree.js';

/** Upper limit of what is unpacked. */
const MAX_CONTENT_BYTES = 4 * 1024 * 1024 * 1024;

/** Downloads an artifact and unpacks it. */
export async function runPullArtifact(context: CommandContext): Promise<void> {
  const { args, flags, log, signal } = context;
  const [url] = args;
  if (url === undefined) throw new Error('artifact URL is required');
  const output = flags.text('output');
  const folder = checkedFolder(context, output);
  const { text, reference } = parseArtifactUrl(url);
  await withRegistry(context, async (client) => {
    log.action(`pulling artifact from ${text}`);
    const artifact = await pullArtifact(client, reference, signal);
    const layer = await pullLayer(client, { reference, artifact }, signal);
    if (!isGzip(layer)) throw new Error(`open ${output}: is a directory`);
    writeTree(await unpackArchive(layer, { limitBytes: MAX_CONTENT_BYTES }), folder);
    const source = artifact.annotations['org.opencontainers.image.source'] ?? '';
    const revision = artifact.annotations['org.opencontainers.image.revision'] ?? '';
    if (source !== '') log.success(`source ${source}`);
    if (revision !== '') log.success(`revision ${revision}`);
    log.success(`digest ${reference.registry}/${reference.repository}@${artifact.digest}`);
    log.success(`artifact content extracted to ${output}`);
  });
}

function checkedFolder({ io }: CommandContext, output: string): string {
  if (output === '') throw new Error('output path cannot be empty');
  const folder = resolve(io.cwd, output);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new Error(`invalid output path ${JSON.stringify(output)}: stat ${output}: no such file or directory`);
  }
  if (!stats.isDirectory()) throw new Error(`invalid output path ${JSON.stringify(output)}: not a directory`);
  return folder;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
