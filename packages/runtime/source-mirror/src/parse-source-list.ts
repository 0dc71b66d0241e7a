import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { LocatedError } from '@gotk/located-error';

/** A chart that a Helm repository offers. */
export interface ListedChart {
  readonly name: string;
  readonly version: string;
  /** Below the folder of the list, as all files here. */
  readonly file: string;
  readonly digest: string;
}

/** A tag of a repository in a registry. */
export interface ListedTag {
  readonly tag: string;
  /** Its one layer. */
  readonly file: string;
  readonly manifest: string;
  readonly config: string;
}

/** What stands behind one address. */
export type ListedSource =
  | { readonly kind: 'helm-repo'; readonly url: string; readonly charts: readonly ListedChart[] }
  | { readonly kind: 'oci'; readonly url: string; readonly tags: readonly ListedTag[] }
  | {
      readonly kind: 'git';
      readonly url: string;
      /** Branch → folder. */
      readonly branches: Readonly<Record<string, string>>;
      /** Other contents for the same address, by name. */
      readonly variants: Readonly<Record<string, Readonly<Record<string, string>>>>;
    };

/**
 * Reads the list of sources of a folder, `sources.json`.
 * @throws LocatedError `bad-source-list` naming the first part that is not what it should be.
 */
export function parseSourceList(text: string): readonly ListedSource[] {
  const list: unknown = JSON.parse(text);
  const sources = isJsonObject(list) ? list['sources'] : undefined;
  return objectsIn(sources, 'sources').map(parseSource);
}

function parseSource(source: JsonObject): ListedSource {
  const url = textIn(source, 'url');
  const { kind } = source;
  switch (kind) {
    case 'helm-repo':
      return { kind, url, charts: objectsIn(source['charts'], `charts of ${url}`).map(parseChart) };
    case 'oci':
      return { kind, url, tags: objectsIn(source['tags'], `tags of ${url}`).map(parseTag) };
    case 'git': {
      const { variants } = source;
      const entries = Object.entries(isJsonObject(variants) ? variants : {});
      return {
        kind,
        url,
        branches: branchesIn(source),
        variants: Object.fromEntries(entries.map(([name, value]) => [name, branchesIn(value)])),
      };
    }
    default:
      throw malformed(`kind of ${url}`);
  }
}

function parseChart(chart: JsonObject): ListedChart {
  const [name, version] = [textIn(chart, 'name'), textIn(chart, 'version')];
  return { name, version, file: textIn(chart, 'file'), digest: textIn(chart, 'digest') };
}

function parseTag(tag: JsonObject): ListedTag {
  const [name, file] = [textIn(tag, 'tag'), textIn(tag, 'file')];
  return { tag: name, file, manifest: textIn(tag, 'manifest'), config: textIn(tag, 'config') };
}

function branchesIn(value: JsonValue | undefined): Readonly<Record<string, string>> {
  const branches = isJsonObject(value) ? value['branches'] : undefined;
  if (!isJsonObject(branches)) throw malformed('branches');
  return Object.fromEntries(Object.keys(branches).map((branch) => [branch, textIn(branches, branch)]));
}

function objectsIn(value: JsonValue | undefined, what: string): readonly JsonObject[] {
  if (!Array.isArray(value)) throw malformed(what);
  return (value as readonly JsonValue[]).filter(isJsonObject);
}

/** A text; paths of files stay below the folder. */
function textIn(object: JsonObject, field: string): string {
  const value = object[field];
  if (typeof value !== 'string' || value.split('/').includes('..')) throw malformed(field);
  return value;
}

function malformed(what: string): LocatedError {
  return new LocatedError({ code: 'bad-source-list', message: `malformed list of sources: ${what}` });
}
