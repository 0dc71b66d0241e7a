import type { KindSchema, ObjectSchema, Schema } from '../schemas/schema.js';

/** An interface as TypeScript text, and the shared interfaces it names. */
export interface RenderedTypes {
  readonly text: string;
  readonly sharedNames: readonly string[];
  readonly usesJson: boolean;
}

/** The TypeScript types of a kind: its spec, status and their parts, without the shared ones. */
export function renderKindTypes(schema: KindSchema): RenderedTypes {
  const objects = new Map<string, ObjectSchema>();
  for (const { spec, status } of schema.versions) {
    collectObjects(spec, objects);
    if (status !== undefined) collectObjects(status, objects);
  }
  const own = [...objects.values()].filter((object) => !object.shared);
  const shared = [...objects.values()].filter((object) => object.shared);
  return {
    text: [renderKind(schema), ...own.map(renderInterface)].join('\n'),
    sharedNames: shared
      .filter(({ name }) => own.some((object) => namesDirectly(object, name)))
      .map(({ name }) => name)
      .sort(),
    usesJson: own.some((object) => Object.values(object.fields).some((field) => field.kind === 'any')),
  };
}

/** The interfaces that several kinds share, by name. */
export function collectShared(kinds: readonly KindSchema[]): readonly ObjectSchema[] {
  const objects = new Map<string, ObjectSchema>();
  for (const { versions } of kinds)
    for (const { spec, status } of versions) {
      collectObjects(spec, objects);
      if (status !== undefined) collectObjects(status, objects);
    }
  return [...objects.values()].filter((object) => object.shared).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One interface with its documentation. */
export function renderInterface({ name, about, fields }: ObjectSchema): string {
  const lines = Object.entries(fields).map(([field, schema]) => renderField(field, schema));
  return `${renderDoc(about, '')}export interface ${name} {\n${lines.join('')}}\n`;
}

function renderKind({ kind, group, description, versions }: KindSchema): string {
  const fields = versions.map(({ name, spec, status }) => {
    const statusLine = status === undefined ? '' : `  readonly status?: ${status.name};\n`;
    return `  readonly apiVersion: '${group}/${name}';\n  readonly kind: '${kind}';\n  readonly spec: ${spec.name};\n${statusLine}`;
  });
  return `${renderDoc(description, '')}export interface ${kind} extends KubeObject {\n${fields[0] ?? ''}}\n`;
}

function renderField(name: string, schema: Schema): string {
  const optional = schema.required ? '' : '?';
  return `${renderDoc(docOf(schema), '  ')}  readonly ${name}${optional}: ${renderType(schema)};\n`;
}

function docOf({ description, default: fallback }: Schema): string {
  if (fallback === undefined) return description;
  return `${description} @default ${JSON.stringify(fallback)}`.trim();
}

function renderType(schema: Schema): string {
  switch (schema.kind) {
    case 'text':
      return schema.values === undefined ? 'string' : schema.values.map(quote).join(' | ');
    case 'integer':
    case 'number':
      return 'number';
    case 'flag':
      return 'boolean';
    case 'integer-or-text':
      return 'number | string';
    case 'any':
      return 'JsonValue';
    case 'list':
      return renderListType(schema.items);
    case 'map':
      return `Readonly<Record<string, ${renderType(schema.values)}>>`;
    case 'object':
      return schema.name;
  }
}

function renderListType(items: Schema): string {
  const type = renderType(items);
  return type.includes(' | ') ? `readonly (${type})[]` : `readonly ${type}[]`;
}

function collectObjects(schema: Schema, found: Map<string, ObjectSchema>): void {
  if (schema.kind === 'list') collectObjects(schema.items, found);
  if (schema.kind === 'map') collectObjects(schema.values, found);
  if (schema.kind !== 'object') return;
  if (!found.has(schema.name)) found.set(schema.name, schema);
  for (const field of Object.values(schema.fields)) collectObjects(field, found);
}

function namesDirectly(object: ObjectSchema, name: string): boolean {
  return Object.values(object.fields).some((field) => refersTo(field, name));
}

function refersTo(schema: Schema, name: string): boolean {
  if (schema.kind === 'list') return refersTo(schema.items, name);
  if (schema.kind === 'map') return refersTo(schema.values, name);
  return schema.kind === 'object' && schema.name === name;
}

function renderDoc(doc: string, indent: string): string {
  return doc === '' ? '' : `${indent}/** ${doc.replaceAll('*/', '*\\/')} */\n`;
}

function quote(value: string): string {
  return `'${value}'`;
}
