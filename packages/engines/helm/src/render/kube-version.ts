import { quoteText } from '@gotk/go-template';
import { helmError } from '../helm-error.js';
import type { KubeVersion } from './capabilities.js';

/** Reads a version such as `1.34` or `v1.33.4-gke.1245000`. @throws LocatedError `kube-version` with Helm's text */
export function parseKubeVersion(text: string): KubeVersion {
  const numbers = /^\s*v?([0-9]+(?:\.[0-9]+)*)/.exec(text)?.[1];
  if (numbers === undefined || text.includes('\n')) throw invalid(`could not parse ${quoteText(text)} as version`);
  const components = numbers.split('.');
  const [major = '0', minor] = components;
  if (minor === undefined) throw invalid(`illegal version string ${quoteText(text)}`);
  if (major.length > 1 && major.startsWith('0')) {
    throw invalid(`illegal zero-prefixed version component ${quoteText(major)} in ${quoteText(text)}`);
  }
  return {
    version: text.startsWith('v') ? text : `v${text}`,
    normalized: `v${components.map((component) => BigInt(component)).join('.')}`,
    major: String(BigInt(major)),
    minor: String(BigInt(minor)),
  };
}

function invalid(problem: string): Error {
  return helmError('kube-version', problem, {
    hint: 'Write the version as 1.34 or v1.34.2.',
  });
}
