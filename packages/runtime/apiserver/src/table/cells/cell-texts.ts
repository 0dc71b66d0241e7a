import { durationFromMs, renderHumanDuration } from '@gotk/duration';
import type { JsonValue } from '@gotk/json';
import { fieldOf, type KubeObject, type LabelSelector, renderLabelSelector } from '@gotk/objects';

/** The cells of one object's row. */
export type RowCells = (object: KubeObject, nowMs: number) => readonly JsonValue[];

/** A text field; empty where there is none. */
export function text(object: unknown, ...path: readonly string[]): string {
  const value = fieldOf(object, ...path);
  return typeof value === 'string' ? value : '';
}

/** A number field; 0 where there is none. */
export function count(object: unknown, ...path: readonly string[]): number {
  const value = fieldOf(object, ...path);
  return typeof value === 'number' ? value : 0;
}

/** A list field; empty where there is none. */
export function list(object: unknown, ...path: readonly string[]): readonly JsonValue[] {
  const value = fieldOf(object, ...path);
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

/** The text, or a stand-in for the empty one. */
export function or(value: string, standIn: string): string {
  return value === '' ? standIn : value;
}

/** How long ago a time was, as people read it. */
export function since(time: string, nowMs: number): string {
  if (time === '') return '<unknown>';
  return renderHumanDuration(durationFromMs(nowMs - Date.parse(time)));
}

/** How old the object is. */
export function age({ metadata }: KubeObject, nowMs: number): string {
  return since(metadata.creationTimestamp ?? '', nowMs);
}

/** Labels as `a=b,c=d`. */
export function labels(value: JsonValue | undefined): string {
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  return or(
    entries
      .map(([key, item]) => `${key}=${String(item)}`)
      .sort()
      .join(','),
    '<none>',
  );
}

/** A label selector as text. */
export function selector(object: unknown, ...path: readonly string[]): string {
  return renderLabelSelector(fieldOf(object, ...path) as LabelSelector | undefined); // Checked when it was written.
}

/** Names and images of a pod template's containers. */
export function containers(object: unknown, ...path: readonly string[]): readonly [string, string] {
  const all = list(object, ...path, 'containers');
  return [
    all.map((container) => text(container, 'name')).join(','),
    all.map((container) => text(container, 'image')).join(','),
  ];
}

/** The first three of a list, and how many more there are. */
export function firstThree(items: readonly string[]): string {
  const shown = items.slice(0, 3).join(',');
  return items.length > 3 ? `${shown} + ${items.length - 3} more...` : shown;
}
