import { renderYaml } from '@gotk/yaml';

export interface KubeconfigParts {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

const NAME = 'embedded';

/** A kubeconfig with one cluster, one user and one context. */
export function renderKubeconfig({ url, ca, token }: KubeconfigParts): string {
  const certificate = Buffer.from(ca).toString('base64');
  return renderYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: NAME, cluster: { server: url, 'certificate-authority-data': certificate } }],
    users: [{ name: NAME, user: { token } }],
    contexts: [{ name: NAME, context: { cluster: NAME, user: NAME, namespace: 'default' } }],
    'current-context': NAME,
  });
}
