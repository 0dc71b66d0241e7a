import type { JsonValue } from '@gotk/json';
import { fieldOf } from '@gotk/objects';
import { or, text } from './cell-texts.js';

const MAX_SHOWN = 2;

/** The metrics of an autoscaler: what each is at present and should be. */
export function metricTexts(specs: readonly JsonValue[], statuses: readonly JsonValue[]): string {
  if (specs.length === 0) return '<none>';
  const texts = specs.map((spec, index) => metricText(spec, statuses[index]));
  const shown = texts.slice(0, MAX_SHOWN).join(', ');
  return texts.length > MAX_SHOWN ? `${shown} + ${texts.length - MAX_SHOWN} more...` : shown;
}

function metricText(spec: JsonValue, status: JsonValue | undefined): string {
  switch (text(spec, 'type')) {
    case 'External':
      return averageOrValue(spec, status, 'external');
    case 'Pods':
      return `${or(text(status, 'pods', 'current', 'averageValue'), '<unknown>')}/${text(spec, 'pods', 'target', 'averageValue')}`;
    case 'Object':
      return averageOrValue(spec, status, 'object');
    case 'Resource':
      return resourceText(spec, status, 'resource');
    case 'ContainerResource':
      return resourceText(spec, status, 'containerResource');
    default:
      return '<unknown type>';
  }
}

function averageOrValue(spec: JsonValue, status: JsonValue | undefined, source: string): string {
  const average = text(spec, source, 'target', 'averageValue');
  if (average !== '') return `${or(text(status, source, 'current', 'averageValue'), '<unknown>')}/${average} (avg)`;
  return `${or(text(status, source, 'current', 'value'), '<unknown>')}/${text(spec, source, 'target', 'value')}`;
}

function resourceText(spec: JsonValue, status: JsonValue | undefined, source: string): string {
  const name = text(spec, source, 'name');
  const average = text(spec, source, 'target', 'averageValue');
  if (average !== '') return `${name}: ${or(text(status, source, 'current', 'averageValue'), '<unknown>')}/${average}`;
  return `${name}: ${percent(status, source, 'current', '<unknown>')}/${percent(spec, source, 'target', '<auto>')}`;
}

function percent(object: JsonValue | undefined, source: string, part: string, standIn: string): string {
  const value = fieldOf(object, source, part, 'averageUtilization');
  return value === undefined ? standIn : `${String(value)}%`;
}
