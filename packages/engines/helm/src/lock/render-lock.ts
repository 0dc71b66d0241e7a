import type { JsonValue } from '@gotk/json';
import { renderYaml } from '@gotk/yaml';
import type { ChartLock } from '../chart/chart.js';
import { normalTime } from './go-time.js';

/** Chart.lock as Helm writes it. */
export function renderLock({ generated, digest, dependencies }: ChartLock): string {
  const entries: readonly JsonValue[] | undefined = dependencies?.map(({ name, version, repository }) => {
    return { name, repository, ...(version === '' ? {} : { version }) };
  });
  return renderYaml({ generated: normalTime(generated), digest, dependencies: entries ?? null });
}
