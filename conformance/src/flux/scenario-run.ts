import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import type { CaseResult } from '../suite.js';
import { type CollectedState, collectState } from './collect-state.js';
import { type ActualStep, compareStep } from './compare-step.js';
import type { ToldEvent } from './compare-told.js';
import { Environment } from './environment.js';
import { Observer } from './observer.js';
import { type ActionResult, performAction } from './perform-action.js';
import { runCommands } from './run-commands.js';
import type { RunLimit } from './run-limit.js';
import type {
  Action,
  ObservedState,
  Recorded,
  RecordedObject,
  RecordedRun,
  Scenario,
  ScenarioStep,
} from './scenario.js';

/** Things are at rest when nothing has changed for this long. */
const QUIET_MS = 300;
/** A difference is final when nothing has changed for this long; longer while something is in progress. */
const GIVE_UP_QUIET_MS = 10_000;
/** What is compared loosely, and is in progress, is looked at for this long. */
const LOOSE_QUIET_MS = 6000;
const GIVE_UP_MS = 20_000;
const GIVE_UP_PROGRESSING_MS = 60_000;
const SETTLE_MS = 20_000;
const POLL_MS = 50;
const PAUSE_MS = 150;
const MAX_PAUSE_POLLS = 40;

/** Replays one scenario, step by step. */
export class ScenarioRun {
  readonly #scenario: Scenario;
  readonly #limit: RunLimit;
  readonly #namespaces: readonly string[];
  readonly #results = new Map<string, CaseResult>();
  #replayed: Promise<void> | undefined;
  #environment: Environment | undefined;
  #observer: Observer | undefined;
  /** What the last step left: events by count, bodies posted. */
  #before: { readonly events: CollectedState['events']; readonly posted: number } = { events: new Map(), posted: 0 };
  #meddled = false;
  /** What was recorded as told in the steps so far. */
  readonly #earlier: {
    readonly events: JsonObject[];
    readonly posted: JsonObject[];
    readonly transitions: Record<string, readonly ObservedState[]>;
  } = { events: [], posted: [], transitions: {} };
  #expectedFlux = new Map<string, RecordedObject>();

  constructor(scenario: Scenario, limit: RunLimit) {
    this.#scenario = scenario;
    this.#limit = limit;
    this.#namespaces = namespacesOf(scenario);
  }

  /** The result of one step; the first call replays the whole scenario. */
  async resultOf(step: string): Promise<CaseResult> {
    this.#replayed ??= this.#limit.run(() => this.#replay());
    await this.#replayed;
    return this.#results.get(step) ?? { kind: 'fail', diff: 'the step was not reached' };
  }

  async #replay(): Promise<void> {
    this.#environment = await Environment.start(this.#scenario.name);
    this.#observer = new Observer(this.#environment.client);
    try {
      this.#observer.start(this.#scenario.name);
      await this.#perform(this.#scenario.inputs, true);
      for (const step of this.#scenario.steps) this.#results.set(step.step, await this.#replayStep(step));
    } finally {
      await this.#observer.stop();
      await this.#environment.close();
    }
  }

  async #replayStep(step: ScenarioStep): Promise<CaseResult> {
    const { then, varies = [] } = step;
    const problems: string[] = [];
    const attempt = async (run: () => Promise<readonly string[]>): Promise<void> => {
      problems.push(...(await run().catch((error) => [error instanceof Error ? error.message : String(error)])));
    };
    // Where nothing else is done, the command lines are what the step does; else they mostly look at what it came to.
    const commandsFirst = step.do.length === 0 || then.cli?.some(changesObjects) === true;
    this.#meddled ||= step.do.some((action) => 'kubectlPatch' in action);
    const commands = (): Promise<readonly string[]> => this.#runCommands(then.cli ?? [], varies);
    await attempt(async () => {
      await this.#perform(step.do, false);
      return [];
    });
    if (commandsFirst) {
      if (step.do.length > 0) await this.#settle();
      await attempt(commands);
    }
    const difference = await this.#waitForMatch(this.#fillIn(then), varies);
    if (difference !== undefined) problems.push(difference);
    if (!commandsFirst) await attempt(commands);
    return problems.length === 0 ? { kind: 'pass' } : { kind: 'fail', diff: problems.join('\n') };
  }

  #runCommands(runs: readonly RecordedRun[], varies: readonly string[]): Promise<readonly string[]> {
    const { environment, observer } = this.#parts;
    return runCommands(runs, { environment, namespace: this.#scenario.name, varies, pause });

    /** Between the recorded commands there was time for controllers to answer. */
    async function pause(): Promise<void> {
      for (let polls = 0; polls < MAX_PAUSE_POLLS && observer.quietMs < PAUSE_MS; polls++) await sleep(POLL_MS);
    }
  }

  /** Does the actions; each is done in a cluster at rest where that matters. */
  async #perform(actions: readonly Action[], settling: boolean): Promise<void> {
    const { environment } = this.#parts;
    let last: ActionResult = { error: undefined };
    for (const [index, action] of actions.entries()) {
      const before = actions[index - 1];
      if ('gitCommit' in action && before !== undefined && ('mergePatch' in before || 'apply' in before))
        await this.#settle();
      last = await performAction(action, { environment, namespace: this.#scenario.name, last });
      if (settling && 'apply' in action) await this.#settle();
    }
  }

  /** Waits until every Flux object has been dealt with. */
  async #settle(): Promise<void> {
    const { environment, observer } = this.#parts;
    const startedAtMs = Date.now();
    for (;;) {
      await sleep(POLL_MS);
      const { flux } = await collectState(environment, this.#namespaces);
      if (observer.quietMs > QUIET_MS && isAtRest(flux)) return;
      if (Date.now() - startedAtMs > SETTLE_MS) return;
    }
  }

  /** Waits until the state is the expected one and stays so, or will not become it any more. */
  async #waitForMatch(recorded: Recorded, varies: readonly string[]): Promise<string | undefined> {
    const { observer, environment } = this.#parts;
    const startedAtMs = Date.now();
    let progressedAtMs = startedAtMs;
    for (;;) {
      const actual = await this.#observe();
      const difference = compareStep({ recorded, earlier: this.#earlier, varies, meddled: this.#meddled }, actual);
      const quietMs = Math.min(observer.quietMs, Date.now() - startedAtMs);
      const isProgressing = !isAtRest(actual.state.flux);
      if (isProgressing) progressedAtMs = Date.now();
      const isOver =
        (!isProgressing && quietMs > GIVE_UP_QUIET_MS) ||
        Date.now() - progressedAtMs > GIVE_UP_MS ||
        Date.now() - startedAtMs > GIVE_UP_PROGRESSING_MS;
      // What is compared loosely may match before anything has happened.
      const enoughQuietMs = isProgressing && varies.length > 0 ? LOOSE_QUIET_MS : QUIET_MS;
      if ((difference === undefined && quietMs > enoughQuietMs) || isOver) {
        this.#before = { events: actual.state.events, posted: environment.posted.length };
        this.#earlier.events.push(...(recorded.events ?? []));
        this.#earlier.posted.push(...(recorded.posted ?? []));
        for (const [name, states] of Object.entries(recorded.transitions ?? {})) {
          this.#earlier.transitions[name] = [...(this.#earlier.transitions[name] ?? []), ...states];
        }
        observer.takeTransitions();
        return difference;
      }
      await sleep(POLL_MS);
    }
  }

  async #observe(): Promise<ActualStep> {
    const { environment, observer } = this.#parts;
    const state = await collectState(environment, this.#namespaces);
    const actual = {
      state,
      transitions: observer.transitions(),
      events: newEvents(state.events, this.#before.events),
      eventsBefore: [...this.#before.events.values()].map(({ event }) => event),
      posted: this.#postedFrom(this.#before.posted),
      postedBefore: this.#postedFrom(0, this.#before.posted),
    };
    const { events, ...rest } = actual.state;
    const normalized = JSON.parse(environment.normalize(JSON.stringify({ ...actual, state: rest })));
    return { ...normalized, state: { ...normalized.state, events } };
  }

  #postedFrom(start: number, end?: number): readonly JsonObject[] {
    const bodies = this.#parts.environment.posted.slice(start, end);
    return bodies.filter((body) => this.#isRecorded(body)).map(withoutUid);
  }

  #isRecorded(body: JsonObject): boolean {
    return this.#namespaces.includes(String(fieldOf(body, 'involvedObject', 'namespace')));
  }

  /** The record with unchanged objects as they were expected in the step before. */
  #fillIn(recorded: Recorded): Recorded {
    const flux = (recorded.flux ?? []).map((object) => {
      const key = `${object.kind}/${object.namespace ?? ''}/${object.name}`;
      const before = this.#expectedFlux.get(key);
      return object.unchanged === true && before !== undefined ? before : object;
    });
    this.#expectedFlux = new Map(flux.map((each) => [`${each.kind}/${each.namespace ?? ''}/${each.name}`, each]));
    return { ...recorded, flux };
  }

  get #parts(): { readonly environment: Environment; readonly observer: Observer } {
    if (this.#environment === undefined || this.#observer === undefined)
      throw new Error('the scenario has not started');
    return { environment: this.#environment, observer: this.#observer };
  }
}

function changesObjects({ args: [verb = ''] }: RecordedRun): boolean {
  return ['create', 'delete', 'reconcile', 'resume', 'suspend'].includes(verb);
}

/** The namespace of the scenario, and those it makes for itself. */
function namespacesOf({ name, inputs, steps }: Scenario): readonly string[] {
  const text = JSON.stringify([inputs, steps.map((step) => step.do)]);
  const others = text.matchAll(new RegExp(`${name}-[a-z0-9-]+`, 'g'));
  const made = [...others].map(([namespace]) => namespace);
  return [
    ...new Set([
      name,
      ...made.filter((each) =>
        [`"namespace":"${each}"`, `"targetNamespace":"${each}"`, `name: ${each}`].some((part) => text.includes(part)),
      ),
    ]),
  ];
}

/** Events that are new or were told again. */
function newEvents(events: CollectedState['events'], before: CollectedState['events']): readonly ToldEvent[] {
  return [...events].flatMap(([uid, { event, count }]) => {
    const told = before.get(uid)?.count ?? 0;
    return count > told ? [{ event, times: count - told, again: told > 0 }] : [];
  });
}

function withoutUid(body: JsonObject): JsonObject {
  const { uid: _uid, ...involvedObject } = body['involvedObject'] as JsonObject;
  return { ...body, involvedObject };
}

/** Whether every object has been dealt with, well or not. */
function isAtRest(objects: readonly JsonObject[]): boolean {
  return objects.every((object) => {
    if (object['deleting'] === true) return false;
    const found = fieldOf(object, 'status', 'conditions');
    const conditions = Array.isArray(found) ? found : [];
    const isProgressing = conditions.some((condition) => fieldOf(condition, 'reason') === 'Progressing');
    return conditions.length > 0 && !isProgressing;
  });
}
