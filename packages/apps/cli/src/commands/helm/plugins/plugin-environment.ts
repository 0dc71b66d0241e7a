import type { CliIo } from '../../../cli/cli-io.js';
import type { CommandContext } from '../../../cli/command.js';
import { helmNamespace } from '../helm-namespace.js';
import { type HelmSettings, helmHomes } from '../helm-settings.js';

/** What plugins find in their environment: that of this process, the settings as variables, and their own name and folder. */
export function pluginEnvironment(
  context: Pick<CommandContext, 'io' | 'flags' | 'namespace'>,
  settings: HelmSettings,
  { name, folder }: { readonly name: string; readonly folder: string },
): CliIo['env'] {
  const { env } = context.io;
  return {
    ...env,
    ...homesOf(env),
    ...filesOf(settings),
    ...clusterOf(context),
    // Plugins call Helm by it, which this program is not.
    HELM_BIN: env['HELM_BIN'] || 'helm',
    HELM_DEBUG: String(settings.debug),
    HELM_NAMESPACE: helmNamespace(context),
    HELM_PLUGIN_NAME: name,
    HELM_PLUGIN_DIR: folder,
  };
}

function homesOf(env: CliIo['env']): CliIo['env'] {
  const { cache, config, data } = helmHomes(env);
  return { HELM_CACHE_HOME: cache, HELM_CONFIG_HOME: config, HELM_DATA_HOME: data };
}

function filesOf(settings: HelmSettings): CliIo['env'] {
  return {
    HELM_PLUGINS: settings.plugins.join(process.platform === 'win32' ? ';' : ':'),
    HELM_REGISTRY_CONFIG: settings.registryConfig,
    HELM_REPOSITORY_CACHE: settings.repositoryCache,
    HELM_REPOSITORY_CONFIG: settings.repositoryConfig,
    ...(settings.helmVersion === '4.2' && { HELM_CONTENT_CACHE: settings.contentCache }),
  };
}

/** Flags over variables over Helm's defaults. */
function clusterOf({ flags, io }: Pick<CommandContext, 'io' | 'flags'>): CliIo['env'] {
  const { env } = io;
  const text = (flag: string, variable: string): string => flags.text(flag) || env[variable] || '';
  const groups = flags.list('kube-as-group').join(',') || env['HELM_KUBEASGROUPS'] || '';
  const isInsecure = flags.flag('kube-insecure-skip-tls-verify') || isTrue(env['HELM_KUBEINSECURE_SKIP_TLS_VERIFY']);
  return {
    HELM_MAX_HISTORY: String(Number(env['HELM_MAX_HISTORY'] || 10)),
    HELM_BURST_LIMIT: String(Number(env['HELM_BURST_LIMIT'] || 100)),
    HELM_QPS: Number(env['HELM_QPS'] || 0).toFixed(2),
    HELM_KUBECONTEXT: text('kube-context', 'HELM_KUBECONTEXT'),
    HELM_KUBETOKEN: text('kube-token', 'HELM_KUBETOKEN'),
    HELM_KUBEASUSER: text('kube-as-user', 'HELM_KUBEASUSER'),
    HELM_KUBEASGROUPS: groups,
    HELM_KUBEAPISERVER: text('kube-apiserver', 'HELM_KUBEAPISERVER'),
    HELM_KUBECAFILE: text('kube-ca-file', 'HELM_KUBECAFILE'),
    HELM_KUBEINSECURE_SKIP_TLS_VERIFY: String(isInsecure),
    HELM_KUBETLS_SERVER_NAME: text('kube-tls-server-name', 'HELM_KUBETLS_SERVER_NAME'),
  };
}

function isTrue(text: string | undefined): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(text ?? '');
}
