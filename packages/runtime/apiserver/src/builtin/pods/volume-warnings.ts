import { parseQuantity, quantityInUnits } from '@gotk/quantity';
import type { ClaimSpecDraft } from '../core/claim-draft.js';
import type { PodSpecDraft } from '../core/pod-draft.js';
import { overlappingPaths } from './overlapping-paths.js';

/** Kinds of volumes that are gone or will be. */
const REMOVED: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};
const SHOWN: Readonly<Record<string, string>> = { storageos: 'storageOS' };

/** What about a pod's volumes probably is not meant so. */
export function volumeWarnings({ volumes = [] }: PodSpecDraft, field: string): readonly string[] {
  const removed = volumes.flatMap((volume, index) => {
    const at = `${field}.volumes[${index}]`;
    const { ephemeral } = volume as { ephemeral?: { volumeClaimTemplate?: { spec?: ClaimSpecDraft } } };
    const claim = ephemeral?.volumeClaimTemplate?.spec;
    return [
      ...Object.entries(REMOVED).flatMap(([name, advice]) =>
        volume[name] === undefined ? [] : [`${at}.${SHOWN[name] ?? name}: ${advice}`],
      ),
      ...(claim === undefined ? [] : claimWarnings(claim, `${at}.ephemeral.volumeClaimTemplate.spec`)),
    ];
  });
  return [...removed, ...volumes.flatMap(overlappingPaths)];
}

/** What about a claim's amounts probably is not meant so. */
export function claimWarnings({ resources }: ClaimSpecDraft, field: string): readonly string[] {
  return (['requests', 'limits'] as const).flatMap((list) => {
    const amount = resources?.[list]?.['storage'];
    if (amount === undefined || quantityInUnits(parseQuantity(amount), -3) % 1000n === 0n) return [];
    const shown = JSON.stringify(amount);
    return [`${field}.resources.${list}[storage]: fractional byte value ${shown} is invalid, must be an integer`];
  });
}
