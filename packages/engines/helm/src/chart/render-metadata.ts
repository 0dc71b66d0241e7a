import type { JsonObject, JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';
import type { ChartDependency, ChartMetadata } from './chart-metadata.js';

/** Chart.yaml as Helm writes it: fields by name, empty ones left out. */
export function renderMetadata({ maintainers, dependencies = [], annotations, ...fields }: ChartMetadata): string {
  return renderYaml(
    nonEmpty({
      ...fields,
      maintainers: maintainers.map((maintainer) => nonEmpty({ ...maintainer })),
      dependencies: dependencies.map(dependencyJson),
      annotations: annotations ?? null,
    }),
  );
}

/** A dependency as Go's JSON has it, in the order of Go's struct. */
export function dependencyJson({ name, version, repository, importValues, ...rest }: ChartDependency): JsonObject {
  const { condition, tags, enabled, alias } = rest;
  return {
    name,
    ...nonEmpty({ version }),
    repository,
    ...nonEmpty({ condition, tags, enabled, 'import-values': importValues, alias }),
  };
}

/** The fields without those that Go leaves out: empty texts, lists and tables, and false. */
function nonEmpty(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
