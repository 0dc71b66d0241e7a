import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../cli/command.js';
import { clusterOptions } from './cluster-options.js';

function optionsFor(flags: Readonly<Record<string, string | boolean | readonly string[]>>, env = {}) {
  const values = {
    text: (name: string) => String(flags[name] ?? ''),
    flag: (name: string) => flags[name] === true,
    list: (name: string) => flags[name] as readonly string[],
    isSet: (name: string) => flags[name] !== undefined,
  };
  return clusterOptions({ flags: values, io: { env } } as unknown as CommandContext);
}

describe('clusterOptions', () => {
  it('takes the flags of Helm over those of Flux', () => {
    const flags = {
      ...{ context: 'a', 'kube-context': 'b', 'kube-apiserver': 'https://k', 'kube-token': 't', 'kube-as-user': 'u' },
      ...{ 'kube-as-group': ['g'], 'kube-ca-file': 'ca.pem', 'kube-tls-server-name': 'name', kubeconfig: 'kc' },
      'kube-insecure-skip-tls-verify': true,
    };
    expect(optionsFor(flags)).toEqual({
      ...{ kubeconfig: 'kc', context: 'b', server: 'https://k', token: 't', as: 'u', asGroups: ['g'] },
      ...{ certificateAuthority: 'ca.pem', tlsServerName: 'name', insecureSkipTlsVerify: true },
    });
  });

  it('takes variables where there are no flags', () => {
    const env = {
      ...{ HELM_KUBECONTEXT: 'b', HELM_KUBETOKEN: 't', HELM_KUBEASGROUPS: 'g,h', HELM_KUBECAFILE: 'ca.pem' },
      ...{ HELM_KUBEINSECURE_SKIP_TLS_VERIFY: 'true' },
    };
    expect(optionsFor({ 'kube-token': 'flag' }, env)).toEqual({
      ...{ context: 'b', token: 'flag', asGroups: ['g', 'h'], certificateAuthority: 'ca.pem' },
      insecureSkipTlsVerify: true,
    });
  });

  it('checks the certificate of the cluster when only that of the repository need not be checked', () => {
    expect(optionsFor({ 'insecure-skip-tls-verify': true })).toEqual({});
  });
});
