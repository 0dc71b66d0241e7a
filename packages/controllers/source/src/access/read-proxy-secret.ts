import type { ReconcileContext } from '@gotk/controller-runtime';
import { isApiError } from '@gotk/kube-client';
import type { KubeObject } from '@gotk/objects';
import { readProxyUrl } from './read-proxy-url.js';
import { readSecret } from './read-secret.js';

/** The proxy URL that a Secret in the namespace of the object describes. @throws Error in Flux's words */
export async function readProxySecret(context: ReconcileContext<KubeObject>, name: string): Promise<string> {
  const fullName = `${context.key.namespace}/${name}`;
  const secret = await readSecret(context, name).catch((cause: unknown) => {
    const failed = isApiError(cause, 'NotFound')
      ? `secret '${fullName}' not found`
      : `failed to get secret '${fullName}': ${cause instanceof Error ? cause.message : cause}`;
    throw new Error(failed, { cause });
  });
  return readProxyUrl(secret, fullName);
}
