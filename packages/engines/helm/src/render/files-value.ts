import {
  bytesToBase64,
  bytesToText,
  fixed,
  GoBytes,
  type GoFunction,
  type GoMap,
  GoPanic,
  GoSlice,
  type GoType,
  type GoValue,
  goMap,
  goType,
  method,
  parameter,
} from '@gotk/go-template';
import { renderYaml } from '@gotk/yaml';
import type { ChartFile } from '../chart/chart.js';
import { compileGlob } from './glob.js';

const FILES: GoType = {
  name: 'engine.files',
  kind: 'map',
  element: goType.BYTES,
  methods: methodTable([
    fixed('Get', [parameter.any, parameter.text], (files, name) =>
      bytesToText(bytesOf(files, name) ?? new Uint8Array()),
    ),
    fixed('GetBytes', [parameter.any, parameter.text], (files, name) => {
      return new GoBytes(goType.BYTES, bytesOf(files, name) ?? new Uint8Array());
    }),
    fixed('Glob', [parameter.any, parameter.text], (files, pattern) => globFiles(files as GoMap, pattern)),
    fixed('Lines', [parameter.any, parameter.text], (files, name) => linesOf(bytesOf(files, name))),
    fixed('AsConfig', [parameter.any], (files) => toYaml(files as GoMap, bytesToText)),
    fixed('AsSecrets', [parameter.any], (files) => toYaml(files as GoMap, bytesToBase64)),
  ]),
};

/** `.Files` as templates see it. */
export function filesValue(files: readonly ChartFile[]): GoMap {
  return goMap(
    // Most are never read.
    files.map((file) => [file.name, new GoBytes(goType.BYTES, file)]),
    FILES,
  );
}

function methodTable(functions: readonly GoFunction[]): ReadonlyMap<string, GoFunction> {
  return new Map(functions.map((definition) => [definition.name, method(definition)]));
}

function bytesOf(files: GoValue, name: string): Uint8Array | undefined {
  const value = (files as GoMap).get(name);
  return value instanceof GoBytes ? value.bytes : undefined;
}

function globFiles(files: GoMap, pattern: string): GoMap {
  const matches = compileGlob(pattern) ?? (() => true);
  const names = files.keys().filter(matches);
  return goMap(
    names.map((name) => [name, files.get(name)]),
    FILES,
  );
}

function linesOf(bytes: Uint8Array | undefined): GoSlice {
  if (bytes === undefined) return new GoSlice(goType.STRING_SLICE, []);
  if (bytes.length === 0) throw new GoPanic('runtime error: index out of range [-1]');
  const text = bytesToText(bytes);
  return new GoSlice(goType.STRING_SLICE, (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n'));
}

/** The contents by the last part of their paths. */
function toYaml(files: GoMap, encode: (bytes: Uint8Array) => string): string {
  const contents: Record<string, string> = Object.create(null);
  for (const name of files.keys()) {
    contents[name.slice(name.lastIndexOf('/') + 1)] = encode(bytesOf(files, name) ?? new Uint8Array());
  }
  return renderYaml(contents).replace(/\n$/, '');
}
