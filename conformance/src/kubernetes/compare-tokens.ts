import { isJsonObject, type JsonObject, type JsonValue } from '@gotk/json';
import { compareJson } from './compare-json.js';
import type { GoldenStep } from './golden-step.js';
import type { Symbols } from './symbols.js';

/** Compares header and claims of the tokens in an answer with the recorded ones. */
export function compareTokens({ decodedTokens = {} }: GoldenStep, symbols: Symbols): readonly string[] {
  return Object.entries(decodedTokens).flatMap(([symbol, expected]) => {
    const token = symbols.value(symbol);
    if (token === undefined) return [`${symbol} is not in the answer`];
    const [header, claims] = token.split('.').slice(0, 2).map(decodePart);
    const issued = isJsonObject(claims) ? claims['iat'] : undefined;
    const { kid: _, ...rest } = isJsonObject(header) ? header : {};
    return [
      ...compareJson(expected.header, rest, { symbols, path: `${symbol} header` }),
      ...compareJson(withTimes(expected.claims, Number(issued)), claims, { symbols, path: `${symbol} claims` }),
    ];
  });
}

function decodePart(part: string): JsonValue {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as JsonValue; // JSON.parse returns nothing else.
}

/** `${iat}+60` becomes the number it stands for. */
function withTimes(claims: JsonObject, issued: number): JsonObject {
  const entries = Object.entries(claims).map(([name, value]) => {
    const match = typeof value === 'string' ? /^\$\{iat\}(?:\+(\d+))?$/.exec(value) : null;
    return [name, match === null ? value : issued + Number(match[1] ?? 0)] as const;
  });
  return Object.fromEntries(entries);
}
