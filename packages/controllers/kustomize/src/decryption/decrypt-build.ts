import type { FileTree } from '@gotk/file-tree';
import type { BuiltObject } from '@gotk/kustomize';
import { asJson, type KubeObject } from '@gotk/objects';
import type { SopsKeyService } from '@gotk/sops';
import { renderYaml } from '@gotk/yaml';

/** What decryption needs. */
export interface DecryptOptions {
  readonly keys: SopsKeyService;
  readonly signal: AbortSignal | undefined;
}

/** What is built: a directory, and files that stand in for those of its tree. */
export interface BuildSources {
  readonly tree: FileTree;
  readonly directory: string;
  readonly overrides: Readonly<Record<string, string>>;
}

/** Decrypts what the kustomization makes Secrets of, or patches with: the files by path. @throws LocatedError with Flux's text */
export async function decryptBuildSources(
  sources: BuildSources,
  { keys, signal }: DecryptOptions,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const { decryptSources } = await import('@gotk/sops');
  return decryptSources({ ...sources, keyServices: [keys], signal });
}

/** Decrypts an object and the files in it. @throws LocatedError with Flux's text */
export async function decryptBuilt(built: BuiltObject, { keys, signal }: DecryptOptions): Promise<BuiltObject> {
  const { decryptResource } = await import('@gotk/sops');
  const object: KubeObject = await decryptResource(built.object, { keyServices: [keys], signal });
  return object === built.object ? built : { ...built, object, yaml: renderYaml(asJson(object)) };
}
