import type { KeptBuilds, KeptObject } from '../build-cache.js';
import { buildError } from '../errors/build-error.js';
import { rewordError } from '../errors/wrap-error.js';
import { type LoadedFile, type LoadRoot, loadFile } from '../load/load-root.js';
import { newResource, type Resource } from '../resource/resource.js';
import type { BuildSchema } from '../schema/build-schema.js';
import { type ReadNode, readNodes } from './read-nodes.js';
import { readObjects } from './read-objects.js';

export interface FileReaderOptions {
  readonly schema: BuildSchema;
  readonly aliasNodes: number;
  readonly objects: number;
  /** Whether nodes keep their notes; nothing is taken from the cache then. */
  readonly exact: boolean;
  readonly cache: KeptBuilds | undefined;
}

/** Reads files and texts into resources. */
export class FileReader {
  #objects = 0;

  constructor(readonly options: FileReaderOptions) {}

  /** The resources of a file. @throws LocatedError when it cannot be loaded or holds something else. */
  readFile(root: LoadRoot, path: string): readonly Resource[] {
    const file = loadFile(root, path);
    try {
      return this.#toResources(this.#objectsOf(file.content, file.path), file);
    } catch (error) {
      throw nameFile(error, path);
    }
  }

  /** The resources in a text that stands in a kustomization or was generated. */
  readText(text: string, file = ''): readonly Resource[] {
    const objects = readObjects(readNodes(text, this.#readOptions(file)), file);
    return this.#toResources(objects, { path: file, repository: undefined });
  }

  #objectsOf(content: Uint8Array, file: string): readonly (ReadNode | KeptObject)[] {
    const { cache, exact } = this.options;
    if (cache === undefined || exact) return readObjects(readNodes(content, this.#readOptions(file)), file);
    return cache.get(content) ?? cache.add(content, readObjects(readNodes(content, this.#readOptions(file)), file));
  }

  #readOptions(file: string) {
    return { file, aliasNodes: this.options.aliasNodes, exact: this.options.exact };
  }

  #toResources(
    objects: readonly (ReadNode | KeptObject)[],
    { path: file, repository }: Pick<LoadedFile, 'path' | 'repository'>,
  ): readonly Resource[] {
    this.#objects += objects.length;
    if (this.#objects > this.options.objects)
      throw buildError('kustomize-limit', `the build has more than ${this.options.objects} objects`);
    return objects.map((object) => {
      const { line, document } = object;
      const origin =
        file === '' ? undefined : { file, line, document, ...(repository === undefined ? {} : { repository }) };
      return newResource('snapshot' in object ? object.snapshot : object.node, this.options.schema, origin);
    });
  }
}

/** Errors of reading name the file, in one of two ways. */
export function nameFile(error: unknown, path: string): Error {
  return rewordError(error, (message) => {
    if (message.includes('error converting YAML to JSON') || message.includes('error unmarshaling JSON'))
      return `YAML file [${path}] encounters a format error.\n${message}\n`;
    return message.includes('MalformedYAMLError') ? `${message} in File: ${path}` : message;
  });
}
