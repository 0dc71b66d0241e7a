import type { CommandContext } from '../../cli/command.js';
import { nameIn, parseArtifactUrl } from './artifact-reference.js';
import { withRegistry } from './connect-registry.js';

/** Gives an artifact more tags. */
export async function runTagArtifact(context: CommandContext): Promise<void> {
  const { args, flags, log, signal } = context;
  const [url] = args;
  if (url === undefined) throw new Error('artifact name is required');
  const tags = flags.list('tag');
  if (tags.length === 0) throw new Error('--tag is required');
  const { text, reference } = parseArtifactUrl(url);
  await withRegistry(context, async (client) => {
    log.action('tagging artifact');
    for (const tag of tags) {
      const { mediaType, bytes } = await client
        .fetchManifest(reference, nameIn(reference), signal)
        .catch((error: unknown) => fail(`fetching ${JSON.stringify(text)}`, error));
      await client
        .pushManifest(reference, { reference: tag, mediaType, bytes }, signal)
        .catch((error: unknown) => fail(`tagging ${JSON.stringify(text)}`, error));
      log.success(`artifact tagged as ${reference.registry}/${reference.repository}:${tag}`);
    }
  });
}

function fail(what: string, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new Error(`tagging artifact failed: ${what}: ${message}`, { cause: error });
}
