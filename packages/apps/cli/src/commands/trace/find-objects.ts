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
    objects.push(await prefixed('x', () => client.get(key, {}, context.signal)));
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
  // The spelling is Flux's.
  if (apiVersion.split('/').length > 2)
    throw new Error(`invaild apiVersion: unexpected GroupVersion string: ${apiVersion}`);
  const connected = await client();
  return prefixed('failed to find object', async () => {
    const resource = await findKind(connected, { apiVersion, kind }, signal);
    const scope = resource?.namespaced === false ? {} : { namespace };
    const object = await connected.get({ apiVersion, kind: resource?.kind ?? kind, name, ...scope }, {}, signal);
    return { ...object, kind };
  });
}

/** A kind as it is written, or in small letters. */
async function findKind(
  client: KubeClient,
  { apiVersion, kind }: Pick<ApiResource, 'apiVersion' | 'kind'>,
  signal: AbortSignal,
): Promise<ApiResource | undefined> {
  const isIt = (each: ApiResource): boolean => each.apiVersion === apiVersion && each.kind.toLowerCase() === kind;
  return (await client.resources(signal)).find(isIt) ?? (await client.resourceFor({ apiVersion, kind }, signal));
}

/** Runs `read`; its failure is told after `prefix`. */
async function prefixed<Result>(prefix: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw new Error(`${prefix}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

interface Operand {
  readonly type: string;
  readonly name: string;
}

function parseOperands(args: readonly string[]): readonly Operand[] {
  const [types, ...names] = args;
  if (types === undefined)
    throw new Error('either `<resource>/<name>` or `<resource> <name>` is required as an argument');
  if (args.some((arg) => arg.includes('/'))) return args.map(parsePair);
  if (names.length === 0) throw new Error('resource(s) were provided, but no name was specified');
  return types.split(',').flatMap((type) => names.map((name) => ({ type, name })));
}

function parsePair(arg: string): Operand {
  const [type = '', name = '', ...more] = arg.split('/');
  if (!arg.includes('/'))
    throw new Error(
      "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'flux get resource/<resource_name>' instead of 'flux get resource resource/<resource_name>'",
    );
  if (more.length > 0) throw new Error('arguments in resource/name form may not have more than one slash');
  if (type === '' || name === '')
    throw new Error('arguments in resource/name form must have a single resource and name');
  return { type, name };
}

/** A resource by plural, singular, kind or short name, optionally followed by `.group` or `.version.group`. */
async function findResource(client: KubeClient, typed: string, signal: AbortSignal): Promise<ApiResource> {
  const [name = '', ...rest] = typed.toLowerCase().split('.');
  const qualifier = rest.join('.');
  const found = (await client.resources(signal)).find(
    (resource) => namesOf(resource).includes(name) && isOfGroup(resource, qualifier),
  );
  if (found === undefined) throw new Error(`the server doesn't have a resource type "${name}"`);
  return found;
}

function namesOf({ plural, singular, kind, shortNames }: ApiResource): readonly string[] {
  return [plural, singular, kind.toLowerCase(), ...shortNames];
}

function isOfGroup({ apiVersion }: ApiResource, qualifier: string): boolean {
  const { group, version } = parseApiVersion(apiVersion);
  return qualifier === '' || qualifier === group || qualifier === `${version}.${group}`;
}
