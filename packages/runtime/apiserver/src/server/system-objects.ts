import type { Transport } from '@gotk/kube-client';

const NAMESPACES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** Creates what every cluster has from the start. */
export async function ensureSystemObjects(admin: Transport): Promise<void> {
  for (const name of NAMESPACES) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    await admin.request({ method: 'POST', path: '/api/v1/namespaces', body });
  }
}
