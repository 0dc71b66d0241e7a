import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import { type Answer, askServer, type Target } from './ask-server.js';
import { compareAnswers } from './compare-answers.js';
import type { Conversation, ConversationStep } from './conversations.js';

const REPEAT_MS = 100;
const MAX_REPEATS = 150;
const SETTLE_MS = 500;
const MAX_SETTLES = 30;

/** What both servers answered to a step. */
export interface AnsweredStep {
  readonly name: string;
  readonly sent: string;
  readonly answers: readonly [Answer, Answer];
  /** The status that the step waited for in vain. */
  readonly missed?: number;
}

/** By which the steps of a conversation are known. */
export function stepNames({ name, steps }: Conversation): readonly string[] {
  return steps.map(({ ask }, index) => `${name}#${index + 1} ${ask}`);
}

/** Has a conversation with both servers, step by step; what `variables` name is known from the start. */
export async function* runConversation(
  conversation: Conversation,
  targets: readonly [Target, Target],
  variables: Readonly<Record<string, string>> = {},
): AsyncIterable<AnsweredStep> {
  const known = Object.entries(variables);
  const saved = [new Map<string, string>(known), new Map<string, string>(known)] as const;
  const names = stepNames(conversation);
  for (const [index, step] of conversation.steps.entries()) {
    if (step.pauseMs > 0) await sleep(step.pauseMs);
    const speakBoth = (): Promise<[Answer, Answer]> =>
      Promise.all([speak(targets[0], step, saved[0]), speak(targets[1], step, saved[1])]);
    const answers = step.eventually ? await settled(speakBoth, step) : await speakBoth();
    const { body = '', until } = step;
    const isMissed = until !== undefined && answers.some(({ status }) => status !== until);
    yield { name: names[index] ?? '', sent: body, answers, ...(isMissed ? { missed: until } : {}) };
  }
}

/** Both answers once they are alike twice in a row, or as they are in the end. */
async function settled(
  speakBoth: () => Promise<[Answer, Answer]>,
  { body = '' }: ConversationStep,
): Promise<[Answer, Answer]> {
  let alike = 0;
  for (let count = 0; ; count++) {
    await sleep(SETTLE_MS);
    const answers = await speakBoth();
    alike = compareAnswers(answers, body).length === 0 ? alike + 1 : 0;
    if (alike === 2 || count === MAX_SETTLES) return answers;
  }
}

async function speak(target: Target, step: ConversationStep, saved: Map<string, string>): Promise<Answer> {
  const [method = '', path = ''] = filled(step.ask, saved).split(' ', 2);
  const { user, headers } = step;
  const token = user === '' ? undefined : (saved.get(user) ?? `${user}token`);
  const body = step.body === undefined ? undefined : filled(step.body, saved);
  let answer = await askServer(target, { method, path, token, headers, body });
  for (let count = 0; step.until !== undefined && answer.status !== step.until && count < MAX_REPEATS; count++) {
    await sleep(REPEAT_MS);
    answer = await askServer(target, { method, path, token, headers, body });
  }
  for (const [name, place] of Object.entries(step.save)) saved.set(name, textAt(answer.body, place));
  return answer;
}

function filled(text: string, saved: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{(\w+)\}/g, (whole, name: string) => saved.get(name) ?? whole);
}

function textAt(body: JsonValue, place: string): string {
  const value = place
    .split('.')
    .reduce<JsonValue | undefined>(
      (at, name) => (isJsonObject(at) || Array.isArray(at) ? fieldOf(at, name) : undefined),
      body,
    );
  return String(value ?? '');
}
