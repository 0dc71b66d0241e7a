import { memoryTree } from '@gotk/file-tree';
import { describe, expect, it } from 'vitest';
import { stillEnvironment } from '../testing/render-files.js';
import { mergeValueOptions } from '../values/merge-value-options.js';
import { lintChart } from './lint-chart.js';
import { renderLintMessage } from './lint-message.js';

const CHART = { 'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nicon: https://x/y\n', 'values.yaml': '' };

function lint(files: Readonly<Record<string, string>>, set: readonly string[] = []) {
  const tree = memoryTree({ ...CHART, ...files });
  return lintChart({
    tree,
    shownPath: '/charts/web',
    values: mergeValueOptions({ set }),
    environment: stillEnvironment,
  });
}

describe('lintChart', () => {
  it('finds nothing in a chart that is well', async () => {
    expect(await lint({ 'templates/a.yaml': 'kind: A\nmetadata: {name: a}\n' })).toEqual([]);
  });

  it('tells what Helm tells, in its order', async () => {
    const messages = await lint({
      'Chart.yaml':
        'apiVersion: v2\nname: web\nversion: "1.0"\ndependencies: [{name: db, version: 1.x, repository: ""}]\n',
      'templates/a.yaml': 'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: A}\n',
    });
    expect(messages.map(renderLintMessage)).toEqual([
      '[INFO] Chart.yaml: icon is recommended',
      "[WARNING] Chart.yaml: version '1.0' is not a valid SemVerV2",
      expect.stringContaining(
        '[WARNING] templates/a.yaml: object name does not conform to Kubernetes naming requirements',
      ),
      '[WARNING] templates/a.yaml: batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob',
      '[WARNING] /charts/web: chart directory is missing these dependencies: db',
    ]);
  });

  it('says where a template fails', async () => {
    const [message] = await lint({ 'templates/a.yaml': 'a: 1\nb: {{ .Values.a.b.c }}\n' });
    expect(message).toMatchObject({ severity: 'ERROR', path: 'templates/', at: { file: 'templates/a.yaml', line: 2 } });
  });

  it('looks at the chart with the values that are given', async () => {
    const files = { 'templates/a.yaml': 'kind: A\nmetadata: {name: {{ .Values.name }}}\n' };
    expect(await lint(files, ['name=a'])).toEqual([]);
    expect(await lint(files, ['name=_'])).toHaveLength(1);
  });
});
