import { renderFieldSpec } from '../field-spec/field-spec.js';
import { renderGvk } from '../resource/gvk.js';
import type { NameReference } from './default-field-specs.js';
import type { TransformerConfig } from './transformer-config.js';

const PARTS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'commonAnnotations',
  'nameReference',
  'varReference',
  'images',
  'replicas',
] as const;

/** A configuration as Go prints it, in messages that quote it whole. */
export function renderConfig(config: TransformerConfig): string {
  const parts = PARTS.map((part) => {
    const texts = part === 'nameReference' ? config[part].map(renderReference) : config[part].map(renderFieldSpec);
    return `[${texts.join(' ')}]`;
  });
  return `&{${parts.join(' ')}}`;
}

function renderReference(reference: NameReference): string {
  return `${renderGvk(reference)}:  (\n${reference.referrers.map(renderFieldSpec).join('\n')}\n)`;
}
