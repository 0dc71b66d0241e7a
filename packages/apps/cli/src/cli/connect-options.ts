import type { ConnectOptions } from './cli-io.js';
import type { FlagValues } from './flag.js';

const TEXT_FLAGS = {
  kubeconfig: 'kubeconfig',
  context: 'context',
  cluster: 'cluster',
  user: 'user',
  server: 'server',
  token: 'token',
  certificateAuthority: 'certificate-authority',
  clientCertificate: 'client-certificate',
  clientKey: 'client-key',
  tlsServerName: 'tls-server-name',
  as: 'as',
  asUid: 'as-uid',
} as const;

/** Which cluster the flags name, and as whom. */
export function connectOptions(flags: FlagValues): ConnectOptions {
  const texts = Object.entries(TEXT_FLAGS)
    .map(([option, flag]) => [option, flags.text(flag)])
    .filter(([, value]) => value !== '');
  return {
    ...Object.fromEntries(texts),
    ...(flags.flag('insecure-skip-tls-verify') ? { insecureSkipTlsVerify: true } : {}),
    ...(flags.isSet('as-group') ? { asGroups: flags.list('as-group') } : {}),
    ...(flags.isSet('as-user-extra') ? { asUserExtra: flags.list('as-user-extra') } : {}),
  };
}
