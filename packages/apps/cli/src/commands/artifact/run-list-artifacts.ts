import { compileRegex } from '@gotk/go-template';
import type { OciClient, OciReference } from '@gotk/oci';
import { matchesConstraint, parseConstraint, parseStrictVersion } from '@gotk/semver';
import type { CommandContext } from '../../cli/command.js';
import type { FlagValues } from '../../cli/flag.js';
import { renderTable } from '../../output/render-table.js';
import { parseArtifactUrl } from './artifact-reference.js';
import { withRegistry } from './connect-registry.js';
import { annotationsOf } from './pull-artifact.js';

/** Tags that cosign puts beside what it signs. */
const COSIGN = /\.(att|sbom|sig)$/;

/** Lists the tags of a repository with what they hold. */
export async function runListArtifacts(context: CommandContext): Promise<void> {
  const { args, flags, io, signal } = context;
  const [url] = args;
  if (url === undefined) throw new Error('artifact repository URL is required');
  const { text, reference } = parseArtifactUrl(url);
  await withRegistry(context, async (client) => {
    const tags = await client.listTags(reference, signal).catch((error: unknown) => fail('listing tags', error));
    const isWanted = tagFilter(flags);
    const rows: (readonly string[])[] = [];
    for (const tag of [...tags].sort().reverse()) {
      if (!COSIGN.test(tag) && isWanted(tag)) rows.push(await rowOf(client, { text, tag, reference }, signal));
    }
    io.stdout(renderTable(['artifact', 'digest', 'source', 'revision'], rows));
  });
}

function tagFilter(flags: FlagValues): (tag: string) => boolean {
  const [range, pattern] = [flags.text('filter-semver'), flags.text('filter-regex')];
  const constraint = range === '' ? undefined : parsed(`semver '${range}'`, () => parseConstraint(range));
  const regex = pattern === '' ? undefined : parsed(`regex '${pattern}'`, () => compileRegex(pattern));
  return (tag) => {
    if (constraint !== undefined) {
      const version = tryParseVersion(tag);
      if (version === undefined || !matchesConstraint(version, constraint)) return false;
    }
    return regex === undefined || regex.find(tag, 0) !== undefined;
  };
}

function tryParseVersion(tag: string): ReturnType<typeof parseStrictVersion> | undefined {
  try {
    return parseStrictVersion(tag.replace(/^v/, ''));
  } catch {
    return undefined;
  }
}

function parsed<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Error(`${what} parse error: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

interface Tagged {
  readonly text: string;
  readonly tag: string;
  readonly reference: OciReference;
}

async function rowOf(
  client: OciClient,
  { text, tag, reference }: Tagged,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const manifest = await client
    .fetchManifest(reference, tag, signal)
    .catch((error: unknown) => fail('fetching manifest', error));
  const annotations = annotationsOf(manifest);
  const source = annotations['org.opencontainers.image.source'] ?? '';
  const revision = annotations['org.opencontainers.image.revision'] ?? '';
  return [`${text}:${tag}`, manifest.digest, source, revision];
}

function fail(what: string, error: unknown): never {
  throw new Error(`${what} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
