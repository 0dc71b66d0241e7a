import { setTimeout as sleep } from 'node:timers/promises';
import { isJsonObject, type JsonValue } from '@gotk/json';
import { type Answer, askServer, type Target } from './ask-server.js';
import type { Conversation, ConversationStep } from './conversations.js';

const REPEAT_MS = 100;
const MAX_REPEATS = 150;

/** What both servers answered to a step. */
export interface AnsweredStep {
  readonly name: string;
  readonly sent: string;
  readonly answers: readonly [Answer, Answer];
}

/** Has a conversation with both servers, step by step. */
export async function* runConversation(
  { name, steps }: Conversation,
  [ours, real]: readonly [Target, Target],
): AsyncIterable<AnsweredStep> {
  const saved = [new Map<string, string>(), new Map<string, string>()] as const;
  for (const [index, step] of steps.entries()) {
    const answers = await Promise.all([speak(ours, step, saved[0]), speak(real, step, saved[1])]);
    yield { name: `${name}#${index + 1} ${step.ask}`, sent: step.body ?? '', answers };
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
    .reduce<JsonValue | undefined>((at, name) => (isJsonObject(at) ? at[name] : undefined), body);
  return String(value ?? '');
}
