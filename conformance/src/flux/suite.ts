import type { ConformanceCase, Suite } from '../suite.js';
import { RunLimit } from './run-limit.js';
import { readScenarios, type Scenario } from './scenario.js';
import { ScenarioRun } from './scenario-run.js';
import { readTranscripts, type Transcript } from './transcript.js';
import { TranscriptRun } from './transcript-run.js';
import { unsupportedReason } from './unsupported.js';

/** Scenarios recorded from Flux's own controllers, replayed on the embedded cluster with ours. Every step is a case. */
export const fluxSuite: Suite = {
  corpus: 'golden/flux',
  // Workers wait for steps of one scenario together; how many scenarios run at once is limited below.
  concurrency: 24,
  load: async (path) => {
    const cases = [...readScenarios(path).flatMap(casesOf), ...readTranscripts(path).flatMap(casesOfTranscript)];
    if (cases.length === 0) throw new Error(`no scenarios in ${path}`);
    return cases;
  },
};

/** Scenarios replayed at once: each is a cluster of its own, and mostly waits. */
const limit = new RunLimit(4);

function casesOf(scenario: Scenario): readonly ConformanceCase[] {
  const why = unsupportedReason(scenario);
  if (why !== undefined) return [{ name: scenario.name, run: () => ({ kind: 'skip', why }) }];
  const run = new ScenarioRun(scenario, limit);
  return scenario.steps.map(({ step }) => ({ name: `${scenario.name}: ${step}`, run: () => run.resultOf(step) }));
}

function casesOfTranscript(transcript: Transcript): readonly ConformanceCase[] {
  const run = new TranscriptRun(transcript);
  return transcript.runs.map(({ name }) => ({ name, run: () => run.resultOf(name) }));
}
