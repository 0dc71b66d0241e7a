import { createHash } from 'node:crypto';
import type { OciClient, OciReference } from '@gotk/oci';
import { renderYaml } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import { type ArtifactAddress, nameIn, parseArtifactUrl } from './artifact-reference.js';
import { withRegistry } from './connect-registry.js';
import { type PackedArtifact, packArtifact, pathExists } from './pack-artifact.js';

const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG_TYPE = 'application/vnd.cncf.flux.config.v1+json';
const CONTENT_TYPE = 'application/vnd.cncf.flux.content.v1.tar+gzip';
const CREATED = 'org.opencontainers.image.created';

/** Packs a folder and uploads it. */
export async function runPushArtifact(context: CommandContext): Promise<void> {
  const { flags, log, signal } = context;
  const address = checkedAddress(context);
  const annotations = annotationsOf(context);
  const isQuiet = flags.text('output') !== '';
  await withRegistry(context, async (client) => {
    if (!isQuiet) log.action(`pushing artifact to ${address.text}`);
    const artifact = await packArtifact(context);
    const digest = await push({ client, reference: address.reference, artifact, annotations }, signal).catch(
      (error: unknown) => {
        throw new Error(`pushing artifact failed: pushing artifact failed: ${messageOf(error)}`, { cause: error });
      },
    );
    printPushed(context, address.reference, digest);
  });
}

/** Checks what was typed, in Flux's order. */
function checkedAddress(context: CommandContext): ArtifactAddress {
  const { args, flags } = context;
  const [url] = args;
  if (url === undefined) throw new Error('artifact URL is required');
  if (flags.text('source') === '') throw new Error('--source is required');
  if (flags.text('revision') === '') throw new Error('--revision is required');
  const path = flags.text('path');
  if (path === '') throw new Error('invalid path ""');
  const address = parseArtifactUrl(url);
  if (!pathExists(context)) {
    const cause = `stat ${path}: no such file or directory`;
    throw new Error(`invalid path '${path}', must point to an existing directory or file: ${cause}`);
  }
  return address;
}

function annotationsOf({ flags, io }: CommandContext): Readonly<Record<string, string>> {
  const given = flags.list('annotations').map((text) => {
    const [key, value, ...more] = text.split('=');
    if (key === undefined || value === undefined || more.length > 0) {
      throw new Error(`invalid annotation ${text}, must be in the format key=value`);
    }
    return [key, value] as const;
  });
  const createdMs = flags.flag('reproducible') ? 0 : io.nowMs();
  const all = [
    [CREATED, `${new Date(createdMs).toISOString().slice(0, 19)}Z`],
    ['org.opencontainers.image.source', flags.text('source')],
    ['org.opencontainers.image.revision', flags.text('revision')],
    ...given,
  ] as const;
  return Object.fromEntries([...new Map(all)].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface Push {
  readonly client: OciClient;
  readonly reference: OciReference;
  readonly artifact: PackedArtifact;
  readonly annotations: Readonly<Record<string, string>>;
}

/** @returns the digest of the manifest. */
async function push({ client, reference, artifact, annotations }: Push, signal: AbortSignal): Promise<string> {
  const { tar, gzipped } = artifact;
  const config = encode(configOf(tar, annotations[CREATED] ?? ''));
  const manifest = {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: CONFIG_TYPE,
      size: config.length,
      digest: await client.pushBlob(reference, config, signal),
    },
    layers: [
      { mediaType: CONTENT_TYPE, size: gzipped.length, digest: await client.pushBlob(reference, gzipped, signal) },
    ],
    annotations,
  };
  const bytes = encode(manifest);
  return client.pushManifest(reference, { reference: nameIn(reference), mediaType: MANIFEST_TYPE, bytes }, signal);
}

/** The config as go-containerregistry writes it for an image without platform. */
function configOf(tar: Uint8Array, created: string): unknown {
  return {
    architecture: '',
    created,
    history: [{ created: '0001-01-01T00:00:00Z' }],
    os: '',
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(tar).digest('hex')}`] },
    config: {},
  };
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function printPushed({ flags, io, log }: CommandContext, { registry, repository, tag }: OciReference, digest: string) {
  const name = `${registry}/${repository}`;
  const info = { url: `oci://${name}@${digest}`, repository: name, tag: tag ?? 'latest', digest };
  const output = flags.text('output');
  if (output === 'json') io.stdout(`${JSON.stringify(info, undefined, 2)}\n`);
  else if (output === 'yaml') io.stdout(renderYaml(info));
  else log.success(`artifact successfully pushed to ${name}@${digest}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
