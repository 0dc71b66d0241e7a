import type { BuiltObject, KustomizeBuildResult, ObjectChange } from '@gotk/kustomize';
import { pathOnDisk } from '../../output/place-on-disk.js';

/** For each object: where it was written, and each step that changed it, in order. Paths are shown from `folder`. */
export function explainBuild({ objects }: KustomizeBuildResult, { folder }: { readonly folder: string }): string {
  const show = (file: string): string => pathOnDisk(file, folder);
  return objects.map((built) => explainObject(built, show)).join('');
}

function explainObject({ object, origin, changes }: BuiltObject, show: (file: string) => string): string {
  const { kind, metadata } = object;
  const namespace = metadata.namespace === undefined ? '' : `${metadata.namespace}/`;
  const place =
    origin === undefined ? 'made by a plugin' : placeText(show(origin.file), origin.line, origin.repository);
  const lines = [
    `${kind} ${namespace}${metadata.name}`,
    `  from ${place}`,
    ...changes.map((change) => changeText(change, show)),
  ];
  return `${lines.join('\n')}\n`;
}

function changeText({ file, line, step }: ObjectChange, show: (file: string) => string): string {
  return `  ${step} in ${placeText(show(file), line)}`;
}

function placeText(file: string, line: number | undefined, repository?: string): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return repository === undefined ? place : `${place} of ${repository}`;
}
