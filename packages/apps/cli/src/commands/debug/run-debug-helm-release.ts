import type { HelmRelease } from '@gotk/flux-types';
import { encodeJson } from '@gotk/go-template';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject } from '@gotk/objects';
import { type ExactValue, renderYaml } from '@gotk/yaml';
import type { CommandContext } from '../../cli/command.js';
import { objectKey } from '../../kinds/cli-kind.js';
import { renderDocumented } from './render-documented.js';

const PAGE = 'helm/helmreleases';
const VIEWS = ['show-status', 'show-values', 'show-history'] as const;

/** Prints status, values or history of a HelmRelease. */
export async function runDebugHelmRelease(context: CommandContext): Promise<void> {
  const { args, flags, io, namespace, signal } = context;
  const [view, ...more] = VIEWS.filter((name) => flags.flag(name));
  if (view === undefined || more.length > 0) {
    throw new Error('exactly one of --show-status, --show-values, or --show-history must be set');
  }
  const [name] = args;
  if (name === undefined) throw new Error('helmrelease name is required');
  const client = await context.client();
  const object = await client.get<HelmRelease>(objectKey('HelmRelease', namespace, name), {}, signal);
  switch (view) {
    case 'show-status':
      return io.stdout(renderDocumented('Status', `${PAGE}/#helmrelease-status`, statusOf(object)));
    case 'show-history':
      return io.stdout(renderDocumented('History', `${PAGE}/#history`, historyOf(object)));
    case 'show-values': {
      // Only values need the controller's code.
      const { composeValues } = await import('@gotk/helm-controller');
      const values = await composeValues(object, { client, signal });
      // JSON is YAML's value.
      return io.stdout(renderYaml(JSON.parse(encodeJson(values, { escapeHtml: false })) as ExactValue));
    }
  }
}

function statusOf(object: KubeObject): JsonValue {
  const status = fieldOf(object, 'status');
  if (!isJsonObject(status)) return {};
  return status['history'] === undefined ? status : { ...status, history: historyOf(object) };
}

/** The history; what has not been deleted says so. */
function historyOf(object: KubeObject): JsonValue {
  const history = fieldOf(object, 'status', 'history');
  return (Array.isArray(history) ? history : []).map((entry: JsonValue) =>
    isJsonObject(entry) ? { deleted: null, ...entry } : entry,
  );
}
