import { bytesToText } from '@gotk/go-template';
import type { CrdFile } from './crd-files.js';
import type { Hook, Manifest } from './manifest.js';

/** A document with a comment that names where it comes from. */
export function sourceDocument(path: string, content: string): string {
  return `---\n# Source: ${path}\n${content}\n`;
}

/** The text that Helm stores as a release's manifest. */
export function manifestText(
  manifests: readonly Manifest[],
  { crds, hideSecrets }: { readonly crds: readonly CrdFile[]; readonly hideSecrets: boolean },
): string {
  // Texts that are added to one another are copied when somebody reads the whole; who takes the manifests alone never does.
  let text = '';
  for (const { path, file } of crds) text += sourceDocument(path, bytesToText(file.data));
  for (const { path, content, kind, apiVersion } of manifests) {
    const isHidden = hideSecrets && kind === 'Secret' && apiVersion === 'v1';
    text += sourceDocument(path, isHidden ? '# HIDDEN: The Secret output has been suppressed' : content);
  }
  return text;
}

/** The hooks as `helm template` writes them behind the manifest. */
export function hooksText(hooks: readonly Hook[]): string {
  return hooks.map(({ path, manifest }) => sourceDocument(path, manifest)).join('');
}
