import {
  fixed,
  GoError,
  type GoFunction,
  type GoMap,
  GoPanic,
  type GoType,
  goType,
  method,
  type ParameterType,
  parameter,
  quoteText,
} from '@gotk/go-template';
import { renderYaml } from '@gotk/yaml';
import { plainValueOf } from '../encode/plain-value.js';
import type { HelmVersion } from '../helm-version.js';
import { scalarAt, tableAt } from './value-path.js';

/** The named type of values, whose methods templates can call. */
export function valuesType(helmVersion: HelmVersion): GoType {
  return helmVersion === '4.2' ? HELM_4 : HELM_3;
}

/** Nothing in a template is an io.Writer. */
const WRITER: ParameterType<null> = {
  name: 'io.Writer',
  kind: 'struct',
  zero: { value: null },
  accept: () => undefined,
};

const HELM_4 = typeNamed('common.Values');
const HELM_3 = typeNamed('chartutil.Values');

function typeNamed(name: string): GoType {
  const type: GoType = { name, kind: 'map', element: goType.INTERFACE, methods: methodsOf(() => type) };
  return type;
}

function methodsOf(self: () => GoType): ReadonlyMap<string, GoFunction> {
  const functions = [
    fixed('YAML', [parameter.any], (values) => renderYaml(plainValueOf(values))),
    fixed('AsMap', [parameter.any], (values) => (values as GoMap).as(goType.MAP)),
    fixed('Table', [parameter.any, parameter.text], (values, path) => {
      const found = tableAt(values as GoMap, path);
      if ('problem' in found) throw new GoError(found.problem);
      return found.table.as(self());
    }),
    fixed('PathValue', [parameter.any, parameter.text], (values, path) => {
      if (path === '') throw new GoError('YAML path cannot be empty');
      const value = scalarAt(values as GoMap, path);
      if (value === undefined) throw new GoError(`${quoteText(path.slice(path.lastIndexOf('.') + 1))} is not a value`);
      return value;
    }),
    fixed('Encode', [parameter.any, WRITER], () => {
      throw new GoPanic('runtime error: invalid memory address or nil pointer dereference');
    }),
  ];
  return new Map(functions.map((definition) => [definition.name, method(definition)]));
}
