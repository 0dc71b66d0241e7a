import { mediaFiles, versionControlFiles } from '@gotk/source-ignore';
import type { Command } from '../../cli/command.js';
import type { Flag } from '../../cli/flag.js';
import { oneOf } from '../create/flag-types.js';

const credentials = 'Credentials are read from ~/.docker/config.json, or given with --creds.';

const creds: Flag = {
  name: 'creds',
  type: 'string',
  usage: 'credentials for OCI registry in the format <username>[:<password>] if --provider is generic',
};

const provider: Flag = {
  name: 'provider',
  type: oneOf('sourceOCIProvider', 'source OCI provider', ['generic', 'aws', 'azure', 'gcp']),
  default: 'generic',
  usage: 'the OCI provider name, available options are: (generic, aws, azure, gcp)',
};

const ignorePaths: readonly Flag[] = [
  {
    name: 'ignore-paths',
    type: 'strings',
    default: [...versionControlFiles, ...mediaFiles].join(','),
    usage: 'set paths to ignore in .gitignore format',
  },
  {
    name: 'add-ignore-paths',
    type: 'strings',
    usage: 'additional paths to ignore in .gitignore format (appended to --ignore-paths)',
  },
];

const resolveSymlinks: Flag = {
  name: 'resolve-symlinks',
  type: 'bool',
  usage: 'resolve symlinks by copying their targets into the artifact',
};

function insecure(what: string): Flag {
  return { name: 'insecure-registry', type: 'bool', usage: `allows ${what} without TLS` };
}

/** `flux build artifact`. */
export const buildArtifactCommand: Command = {
  name: 'artifact',
  short: 'Build artifact',
  long: 'Packs a folder, or a single file, into a .tgz as an artifact holds it.',
  examples: '  # Pack a folder\n  flux build artifact --path ./deploy --output ./artifact.tgz',
  flags: [
    {
      name: 'path',
      shorthand: 'p',
      type: 'string',
      usage: 'Path to the directory where the Kubernetes manifests are located.',
    },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      default: 'artifact.tgz',
      usage: 'Path to where the artifact tgz file should be written.',
    },
    ...ignorePaths,
    resolveSymlinks,
  ],
  load: async () => (await import('./run-build-artifact.js')).runBuildArtifact,
};

/** `flux diff artifact`. */
export const diffArtifactCommand: Command = {
  name: 'artifact',
  short: 'Diff Artifact',
  long: 'Tells whether an artifact in a registry holds what a folder or file on this machine does.',
  examples:
    '  # Check whether local files differ from what was pushed\n  flux diff artifact oci://ghcr.io/org/app:v1 --path=./deploy',
  flags: [
    { name: 'path', type: 'string', usage: 'path to the directory where the Kubernetes manifests are located' },
    creds,
    provider,
    ...ignorePaths,
    insecure('the remote artifact to be pulled'),
  ],
  load: async () => (await import('./run-diff-artifact.js')).runDiffArtifact,
};

const pushArtifactCommand: Command = {
  name: 'artifact',
  short: 'Push artifact',
  long: `Packs a folder, or a single file, and uploads it to an OCI repository.\n${credentials}`,
  examples: [
    '  # Push manifests under the short hash of the commit',
    '  flux push artifact oci://ghcr.io/org/config/app:$(git rev-parse --short HEAD) \\',
    '    --path=./deploy \\',
    '    --source="$(git config --get remote.origin.url)" \\',
    '    --revision="$(git branch --show-current)@sha1:$(git rev-parse HEAD)"',
  ].join('\n'),
  flags: [
    {
      name: 'path',
      shorthand: 'f',
      type: 'string',
      usage: 'path to the directory where the Kubernetes manifests are located',
    },
    { name: 'source', type: 'string', usage: 'the source address, e.g. the Git URL' },
    {
      name: 'revision',
      type: 'string',
      usage: "the source revision in the format '<branch|tag>@sha1:<commit-sha>'",
    },
    creds,
    provider,
    ...ignorePaths,
    {
      name: 'annotations',
      shorthand: 'a',
      type: 'stringArray',
      usage: "Set custom OCI annotations in the format '<key>=<value>'",
    },
    {
      name: 'output',
      shorthand: 'o',
      type: 'string',
      usage: "the format in which the artifact digest should be printed, can be 'json' or 'yaml'",
    },
    { name: 'debug', type: 'bool', usage: 'display logs from underlying library' },
    {
      name: 'reproducible',
      type: 'bool',
      usage: "ensure reproducible image digests by setting the created timestamp to '1970-01-01T00:00:00Z'",
    },
    insecure('artifacts to be pushed'),
    resolveSymlinks,
  ],
  load: async () => (await import('./run-push-artifact.js')).runPushArtifact,
};

/** `flux push`. */
export const pushCommand: Command = {
  name: 'push',
  short: 'Push artifacts',
  long: 'The push command is used to upload artifacts to an OCI registry.',
  commands: [pushArtifactCommand],
};

/** `flux pull`. */
export const pullCommand: Command = {
  name: 'pull',
  short: 'Pull artifacts',
  long: 'The pull command is used to download OCI artifacts.',
  commands: [
    {
      name: 'artifact',
      short: 'Pull artifact',
      long: `Downloads an artifact and unpacks it into a folder.\n${credentials}`,
      examples: '  # Unpack an artifact\n  flux pull artifact oci://ghcr.io/org/manifests/app:v0.0.1 --output ./app',
      flags: [
        {
          name: 'output',
          shorthand: 'o',
          type: 'string',
          usage: 'path where the artifact content should be extracted.',
        },
        creds,
        provider,
        insecure('artifacts to be pulled'),
      ],
      load: async () => (await import('./run-pull-artifact.js')).runPullArtifact,
    },
  ],
};

/** `flux tag`. */
export const tagCommand: Command = {
  name: 'tag',
  short: 'Tag artifacts',
  long: 'The tag command is used to tag OCI artifacts.',
  commands: [
    {
      name: 'artifact',
      short: 'Tag artifact',
      long: `Gives an artifact more tags.\n${credentials}`,
      examples: '  # Tag a version as latest\n  flux tag artifact oci://ghcr.io/org/manifests/app:v0.0.1 --tag latest',
      flags: [{ name: 'tag', type: 'strings', usage: 'tag name' }, creds, provider],
      load: async () => (await import('./run-tag-artifact.js')).runTagArtifact,
    },
  ],
};

/** `flux list`. */
export const listCommand: Command = {
  name: 'list',
  short: 'List artifacts',
  long: 'The list command is used for printing the OCI artifacts metadata.',
  commands: [
    {
      name: 'artifacts',
      short: 'list artifacts',
      long: `Lists the tags of an OCI repository with what they hold.\n${credentials}`,
      examples: '  # List the artifacts of a repository\n  flux list artifacts oci://ghcr.io/org/config/app',
      flags: [
        { name: 'filter-semver', type: 'string', usage: 'filter tags returned from the oci repository using semver' },
        { name: 'filter-regex', type: 'string', usage: 'filter tags returned from the oci repository using regex' },
        creds,
        provider,
        insecure('the remote artifacts list to be fetched'),
      ],
      load: async () => (await import('./run-list-artifacts.js')).runListArtifacts,
    },
  ],
};
