import type { JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { renderYaml } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import { objectKey, textAt } from '../../kinds/cli-kind.js';

const DOCUMENTATION = 'https://fluxcd.io/flux/components/kustomize/kustomizations';
const VIEWS = ['show-status', 'show-vars', 'show-history'] as const;

/** Prints status, variables or history of a Kustomization. */
export async function runDebugKustomization(context: CommandContext): Promise<void> {
  const { args, flags, io, namespace, signal } = context;
  const [view, ...more] = VIEWS.filter((name) => flags.flag(name));
  if (view === undefined || more.length > 0) {
    throw new Error('exactly one of --show-status, --show-vars, or --show-history must be set');
  }
  const [name] = args;
  if (name === undefined) throw new Error('kustomization name is required');
  const object = await (await context.client()).get(objectKey('Kustomization', namespace, name), {}, signal);
  switch (view) {
    case 'show-status':
      return io.stdout(withHeading('Status', 'kustomization-status', fieldOf(object, 'status') ?? {}));
    case 'show-history':
      return io.stdout(withHeading('History', 'history', fieldOf(object, 'status', 'history') ?? []));
    case 'show-vars':
      return printVariables(object, context);
  }
}

function withHeading(what: string, anchor: string, value: JsonValue): string {
  return `# ${what} documentation: ${DOCUMENTATION}/#${anchor}\n${renderYaml(value)}`;
}

async function printVariables(object: KubeObject, context: CommandContext): Promise<void> {
  if (fieldOf(object, 'spec', 'postBuild') === undefined) throw new Error('no post build substitutions found');
  const variables = new Map<string, string>();
  const sources = fieldOf(object, 'spec', 'postBuild', 'substituteFrom');
  for (const source of Array.isArray(sources) ? sources : []) {
    for (const [key, value] of await readVariables(source, context)) variables.set(key, value);
  }
  for (const [key, value] of Object.entries(fieldOf(object, 'spec', 'postBuild', 'substitute') ?? {})) {
    // As the controller has it.
    variables.set(key, String(value).replaceAll('\n', ''));
  }
  for (const key of [...variables.keys()].sort()) context.io.stdout(`${key}=${variables.get(key) ?? ''}\n`);
}

async function readVariables(
  source: JsonValue,
  { client, namespace, signal }: CommandContext,
): Promise<readonly (readonly [string, string])[]> {
  const [kind, name] = [textAt(source, 'kind'), textAt(source, 'name')];
  const object = await (await client()).find({ apiVersion: 'v1', kind, namespace, name }, {}, signal);
  if (object === undefined) {
    if (fieldOf(source, 'optional') === true) return [];
    throw new Error(`substitute from '${kind}/${name}' error: ${kind.toLowerCase()}s "${name}" not found`);
  }
  return Object.entries(fieldOf(object, 'data') ?? {}).map(([key, value]) => {
    const text = kind === 'Secret' ? Buffer.from(String(value), 'base64').toString('utf8') : String(value);
    return [key, text.replaceAll('\n', '')];
  });
}
