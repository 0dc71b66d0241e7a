import { matchPath } from '../chart/file-match.js';
import { helmError } from '../helm-error.js';
import type { HelmVersion } from '../helm-version.js';
import { trim } from '../text/white-space.js';
import { hooksText } from './manifest-text.js';
import type { RenderedChart } from './render-chart.js';
import { splitManifests } from './split-manifests.js';

export interface TemplateOutputOptions {
  /** Patterns of paths within the chart: only what comes from these templates. */
  readonly showOnly?: readonly string[] | undefined;
  /** Leaves out the hooks that are tests. @default false */
  readonly skipTests?: boolean | undefined;
  /** Leaves out all hooks. @default false */
  readonly disableHooks?: boolean | undefined;
  /** @default '4.2' */
  readonly helmVersion?: HelmVersion | undefined;
}

/** What `helm template` prints for a rendered chart. @throws LocatedError `template-missing` when a pattern matches nothing */
export function templateOutput(
  { manifest, hooks }: Pick<RenderedChart, 'manifest' | 'hooks'>,
  { showOnly = [], skipTests = false, disableHooks = false, helmVersion = '4.2' }: TemplateOutputOptions = {},
): string {
  const shown = hooks.filter(({ events }) => !disableHooks && !(skipTests && events.includes('test')));
  const output = `${trim(manifest)}\n${hooksText(shown)}`;
  return showOnly.length === 0 ? output : selectOutput(output, showOnly, helmVersion);
}

function selectOutput(output: string, patterns: readonly string[], helmVersion: HelmVersion): string {
  const documents = splitManifests(output, helmVersion).map((text) => ({
    text,
    path: /# Source: [^/]+\/(.+)/.exec(text)?.[1],
  }));
  const selected = patterns.flatMap((pattern) => {
    const found = documents.filter(({ path }) => path !== undefined && matchPath(pattern, path));
    if (found.length > 0) return found;
    throw helmError('template-missing', `could not find template ${pattern} in chart`, {
      hint: 'Name the template as it stands in the chart, for example templates/service.yaml.',
    });
  });
  return selected.map(({ text }) => `---\n${text}\n`).join('');
}
