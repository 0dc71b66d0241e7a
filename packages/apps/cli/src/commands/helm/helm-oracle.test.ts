import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { HelmVersion } from '@gotk/helm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChartServers, startChartServers } from './testing/chart-servers.js';
import { runScenario } from './testing/run-scenario.js';
import type { Outcome, Scenario } from './testing/scenario.js';
import { scenarios } from './testing/scenarios/scenarios.js';

/**
 * What the real helm answered is recorded beside this file. With `GOTK_HELM4` and `GOTK_HELM3` naming binaries of 4.2 and 3.22
 * the recording is checked against them; with `GOTK_RECORD=1` it is made anew.
 */
const RECORDING = fileURLToPath(new URL('./testing/recorded-outcomes.json', import.meta.url));
const BINARIES: Readonly<Record<HelmVersion, string | undefined>> = {
  '4.2': binaryOf('GOTK_HELM4', 'v4.2'),
  '3.22': binaryOf('GOTK_HELM3', 'v3.22'),
};
const VERSIONS: readonly HelmVersion[] = ['4.2', '3.22'];
const isRecording = process.env['GOTK_RECORD'] === '1';

function binaryOf(variable: string, version: string): string | undefined {
  const binary = process.env[variable];
  if (binary === undefined) return undefined;
  const { stdout } = spawnSync(binary, ['version', '--short'], { encoding: 'utf8' });
  if (!stdout.startsWith(version)) throw new Error(`${variable} is ${stdout.trim()}, not ${version}`);
  return binary;
}

type Recording = Record<string, Outcome>;

const recorded: Recording = existsSync(RECORDING) ? (JSON.parse(readFileSync(RECORDING, 'utf8')) as Recording) : {};

let servers: ChartServers;
beforeAll(async () => {
  servers = await startChartServers();
});
afterAll(async () => {
  await servers.close();
  // On one line, the formatter makes it as short as it was.
  if (isRecording) writeFileSync(RECORDING, JSON.stringify(recorded));
});

const rows = scenarios.flatMap((scenario) =>
  (scenario.versions ?? VERSIONS).map((version) => ({ name: `${scenario.name} (${version})`, scenario, version })),
);

describe('flux helm does as helm does', () => {
  it('has no two scenarios of one name', () => {
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  it.each(rows)('$name', async ({ name, scenario, version }) => {
    const binary = BINARIES[version];
    if (isRecording && binary !== undefined) {
      recorded[name] = await runScenario(scenario, { kind: 'helm', binary }, servers);
    }
    const expected = recorded[name];
    expect(expected, 'nothing is recorded').toBeDefined();
    const actual = await runScenario(scenario, { kind: 'flux', version }, servers);
    expect(comparable(actual, scenario)).toEqual(comparable(expected ?? actual, scenario));
  });
});

describe('the recording is what helm says', () => {
  for (const version of VERSIONS) {
    const binary = BINARIES[version];
    const some = rows.filter((row) => row.version === version);
    if (binary === undefined) {
      const variable = version === '4.2' ? 'GOTK_HELM4' : 'GOTK_HELM3';
      it.skip(`helm ${version}: ${variable} names no binary`);
    } else {
      it.each(some)('$name', async ({ name, scenario }) => {
        const actual = await runScenario(scenario, { kind: 'helm', binary }, servers);
        const expected = recorded[name];
        expect(comparable(actual, scenario)).toEqual(expected && comparable(expected, scenario));
      });
    }
  }
});

function comparable(outcome: Outcome, { unordered }: Scenario): Outcome {
  if (unordered === undefined) return outcome;
  const sorted = (text: string): string => text.split('\n').sort().join('\n');
  const steps = outcome.steps.map(({ exit, stdout, stderr }) => ({
    exit,
    stdout: sorted(stdout),
    stderr: sorted(stderr),
  }));
  return { ...outcome, steps };
}
