import { isJsonObject, type JsonObject } from '@gotk/json';
import { asJson, type KubeObject } from '@gotk/objects';

/** What encrypted values are shown as. */
export const SOPS_MASK = '**SOPS**';

/**
 * The object without what SOPS encrypted in it: values of a Secret are masked, and SOPS' own section goes. Everything else
 * stays as it is.
 */
export function maskSops(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret') return object;
  const { sops, ...secret } = asJson(object);
  const isWhole = isJsonObject(sops) && String(sops['mac'] ?? '').startsWith('ENC[');
  const mask = maskOf(secret['type']);
  return {
    ...(isWhole ? secret : asJson(object)),
    ...masked(secret, 'data', (value) => {
      const isHidden = isWhole || looksEncrypted(Buffer.from(value, 'base64').toString('utf8'));
      return isHidden ? Buffer.from(isWhole ? mask : SOPS_MASK).toString('base64') : value;
    }),
    ...masked(secret, 'stringData', (value) => {
      if (isWhole) return mask;
      return looksEncrypted(value) ? Buffer.from(SOPS_MASK).toString('base64') : value;
    }),
  } as unknown as KubeObject;
}

/** A Docker config has to stay one. */
function maskOf(type: unknown): string {
  return type === 'kubernetes.io/dockerconfigjson' ? JSON.stringify({ mask: SOPS_MASK }) : SOPS_MASK;
}

function looksEncrypted(text: string): boolean {
  return text.includes('sops') && text.includes('ENC[');
}

function masked(secret: JsonObject, field: string, show: (value: string) => string): JsonObject {
  const values = secret[field];
  if (!isJsonObject(values)) return {};
  return { [field]: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, show(String(value))])) };
}
