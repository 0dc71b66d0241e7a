import type { ApiResource, KubeClient } from '@gotk/kube-client';
import { type KubeObject, parseApiVersion } from '@gotk/objects';
import type { CommandContext } from '../../cli/command.js';

/** The objects named on the command line: by `--kind` and `--api-version`, or as `<resource> <name>…` or `<resource>/<name>`. */
export async function findObjects(context: CommandContext): Promise<readonly KubeObject[]> {
  const { flags } = context;
  if (flags.text('kind') !== '' || flags.text('api-version') !== '') return [await findByKind(context)];
  const client = await context.client();
  const objects: KubeObject[] = [];
  for (const { type, name } of parseOperands(context.args)) {
    const resource = await findResource(client, type, context.signal);
    const { apiVersion, kind, namespaced } = resource;
    const key = { apiVersion, kind, name, ...(namespaced ? { namespace: context.namespace } : {}) };
    objects.push(await client.get(key, {}, context.signal));
  }
  return objects;
}

async function findByKind({ args, flags, client, namespace, signal }: CommandContext): Promise<KubeObject> {
  const [name] = args;
  const kind = flags.text('kind');
  const apiVersion = flags.text('api-version');
  if (name === undefined) throw new Error('object name is required');
  if (kind === '') throw new Error('object kind is required (--kind)');
  if (apiVersion === '') throw new Error('object apiVersion is required (--api-version)');
  const connected = await client();
  try {
    const resource = await connected.resourceFor({ apiVersion, kind }, signal);
    const scope = resource?.namespaced === false ? {} : { namespace };
    return await connected.get({ apiVersion, kind, name, ...scope }, {}, signal);
  } catch (error) {
    throw new Error(`failed to find object: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

interface Operand {
  readonly type: string;
  readonly name: string;
}

function parseOperands(args: readonly string[]): readonly Operand[] {
  if (args.length > 0 && args.every((arg) => /^[^/]+\/[^/]+$/.test(arg))) {
    return args.map((arg) => {
      const [type = '', name = ''] = arg.split('/');
      return { type, name };
    });
  }
  const [types, ...names] = args;
  if (types === undefined || names.length === 0 || args.some((arg) => arg.includes('/'))) {
    throw new Error('either `<resource>/<name>` or `<resource> <name>` is required as an argument');
  }
  return types.split(',').flatMap((type) => names.map((name) => ({ type, name })));
}

/** A resource by plural, singular, kind or short name, optionally followed by `.group` or `.version.group`. */
async function findResource(client: KubeClient, typed: string, signal: AbortSignal): Promise<ApiResource> {
  const [name = '', ...rest] = typed.toLowerCase().split('.');
  const qualifier = rest.join('.');
  const found = (await client.resources(signal)).find(
    (resource) => namesOf(resource).includes(name) && isOfGroup(resource, qualifier),
  );
  if (found === undefined) throw new Error(`the server doesn't have a resource type "${typed}"`);
  return found;
}

function namesOf({ plural, singular, kind, shortNames }: ApiResource): readonly string[] {
  return [plural, singular, kind.toLowerCase(), ...shortNames];
}

function isOfGroup({ apiVersion }: ApiResource, qualifier: string): boolean {
  const { group, version } = parseApiVersion(apiVersion);
  return qualifier === '' || qualifier === group || qualifier === `${version}.${group}`;
}
