import type { ConnectOptions } from '../../../cli/cli-io.js';
import type { CommandContext } from '../../../cli/command.js';
import { connectOptions } from '../../../cli/connect-options.js';

/** Helm's own flags that say which cluster, and as whom, with the variables that stand in for them. */
const TEXT_OPTIONS = [
  ['context', 'kube-context', 'HELM_KUBECONTEXT'],
  ['server', 'kube-apiserver', 'HELM_KUBEAPISERVER'],
  ['token', 'kube-token', 'HELM_KUBETOKEN'],
  ['as', 'kube-as-user', 'HELM_KUBEASUSER'],
  ['certificateAuthority', 'kube-ca-file', 'HELM_KUBECAFILE'],
  ['tlsServerName', 'kube-tls-server-name', 'HELM_KUBETLS_SERVER_NAME'],
] as const;

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];

/**
 * Which cluster Helm's flags and variables name, over the flags of Flux. `--insecure-skip-tls-verify` is not among them: here it
 * is meant for the repository of the chart.
 */
export function clusterOptions({ flags, io }: Pick<CommandContext, 'flags' | 'io'>): ConnectOptions {
  const { insecureSkipTlsVerify: _, ...flux } = connectOptions(flags);
  const texts = TEXT_OPTIONS.map(([option, flag, variable]) => [option, flags.text(flag) || io.env[variable] || '']);
  const groups = flags.isSet('kube-as-group') ? flags.list('kube-as-group') : splitGroups(io.env['HELM_KUBEASGROUPS']);
  const isInsecure =
    flags.flag('kube-insecure-skip-tls-verify') || TRUE.includes(io.env['HELM_KUBEINSECURE_SKIP_TLS_VERIFY'] ?? '');
  return {
    ...flux,
    ...Object.fromEntries(texts.filter(([, value]) => value !== '')),
    ...(groups.length > 0 ? { asGroups: groups } : {}),
    ...(isInsecure ? { insecureSkipTlsVerify: true } : {}),
  };
}

function splitGroups(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',');
}
