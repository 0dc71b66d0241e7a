import { gunzip } from '@gotk/archive';
import type { CommandContext } from '../../cli/command.js';
import { parseArtifactUrl } from './artifact-reference.js';
import { withRegistry } from './connect-registry.js';
import { packArtifact, pathExists } from './pack-artifact.js';
import { pullArtifact, pullLayer } from './pull-artifact.js';

/** Upper limit of what is unpacked. */
const MAX_CONTENT_BYTES = 4 * 1024 * 1024 * 1024;

/** Tells whether an artifact holds what a folder does. What is compared is the archive, not how it was compressed. */
export async function runDiffArtifact(context: CommandContext): Promise<void> {
  const { args, flags, log, signal } = context;
  const [url] = args;
  if (url === undefined) throw new Error('artifact URL is required');
  const path = flags.text('path');
  if (path === '') throw new Error('invalid path ""');
  const { reference } = parseArtifactUrl(url);
  if (!pathExists(context)) throw new Error(`invalid path '${path}', must point to an existing directory or file`);
  await withRegistry(context, async (client) => {
    const { tar } = await packArtifact(context);
    const artifact = await pullArtifact(client, reference, signal);
    const layer = await pullLayer(client, { reference, artifact }, signal);
    const remote = layer[0] === 0x1f && layer[1] === 0x8b ? gunzip(layer, { limitBytes: MAX_CONTENT_BYTES }) : layer;
    if (Buffer.compare(remote, tar) !== 0) throw new Error('the remote artifact contents differs from the local one');
    log.success('no changes detected');
  });
}
