import { locateYaml } from '@gotk/yaml';
import type { ObjectOrigin } from '../built-object.js';
import type { YamlPlace } from '../errors/place-error.js';

/** The origin of an object that a kustomization file makes; the line is only looked up when it is asked for. */
export function lazyOrigin({ file, text, path }: YamlPlace): ObjectOrigin {
  let line: number | undefined;
  return {
    file,
    document: 0,
    get line() {
      line ??= locateYaml(text, path)?.line ?? 1;
      return line;
    },
  };
}
