import type { JsonObject } from '@gotk/json';
import { statusAdditions } from '../schemas/fields/additions.js';
import { kindSchemas } from '../schemas/kinds.js';
import type { KindSchema } from '../schemas/schema.js';
import { renderCrd } from './render-crd.js';
import { collectShared, renderInterface, renderKindTypes } from './render-types.js';

/** What the generator writes. */
export interface GeneratedFiles {
  /** Path below `src/generated` → TypeScript. */
  readonly sources: Readonly<Record<string, string>>;
  /** File name → CustomResourceDefinition. */
  readonly crds: Readonly<Record<string, JsonObject>>;
}

/** Every generated file of this package, as a function of the schemas alone. */
export function renderFiles(): GeneratedFiles {
  const sources: Record<string, string> = {
    'shared.generated.ts': renderShared(),
    'kinds.generated.ts': renderKindTable(),
    'crds.generated.ts': renderCrdTexts(),
    'types.generated.ts': renderTypeDoor(),
  };
  const crds: Record<string, JsonObject> = {};
  for (const schema of kindSchemas) {
    sources[typesPath(schema)] = renderTypesFile(schema);
    crds[`${schema.group}_${schema.plural}.yaml`] = renderCrd(schema);
  }
  return { sources, crds };
}

function renderTypesFile(schema: KindSchema): string {
  const { text, sharedNames, usesJson } = renderKindTypes(schema);
  return [
    header(`src/schemas/${schema.folder}`),
    usesJson ? `import type { JsonValue } from '@gotk/json';\n` : '',
    `import type { KubeObject } from '@gotk/objects';\n`,
    sharedNames.length === 0 ? '' : `import type { ${sharedNames.join(', ')} } from '../shared.generated.js';\n`,
    `\n${text}`,
  ].join('');
}

function renderShared(): string {
  return `${header('src/schemas')}\n${collectShared(kindSchemas).map(renderInterface).join('\n')}`;
}

function renderTypeDoor(): string {
  const kinds = kindSchemas.map((schema) => {
    const names = schema.versions.flatMap(({ spec, status }) => [
      spec.name,
      ...(status === undefined ? [] : [status.name]),
    ]);
    return `export type { ${[schema.kind, ...names].join(', ')} } from './${typesPath(schema).replace('.ts', '.js')}';\n`;
  });
  const shared = collectShared(kindSchemas).map(({ name }) => name);
  return `${header('src/schemas')}\n${kinds.join('')}export type { ${shared.join(', ')} } from './shared.generated.js';\n`;
}

function renderKindTable(): string {
  const rows = kindSchemas.map((schema) => {
    const { group, kind, plural, singular, shortNames, categories, humanName, versions } = schema;
    return {
      group,
      version: versions.find(({ storage }) => storage)?.name,
      versions: versions.map(({ name }) => name),
      kind,
      listKind: `${kind}List`,
      plural,
      singular,
      shortNames,
      categories,
      scope: 'Namespaced',
      humanName,
      hasStatus: versions.some(({ hasStatusSubresource }) => hasStatusSubresource),
      additions: versions.some(({ status }) => status !== undefined)
        ? Object.keys(statusAdditions).map((field) => `status.${field}`)
        : [],
    };
  });
  return `${header('src/schemas')}\n/** Facts of every kind. */\nexport const kindTable = ${JSON.stringify(rows, null, 2)} as const;\n`;
}

function renderCrdTexts(): string {
  const lines = kindSchemas.map((schema) => `  ${schema.kind}: ${quoted(JSON.stringify(renderCrd(schema)))},\n`);
  return `${header('src/schemas')}\n/** The CustomResourceDefinition of every kind as JSON; parsed only when asked for. */\nexport const crdTexts = {\n${lines.join('')}} as const;\n`;
}

function typesPath({ folder, kind }: KindSchema): string {
  return `${folder}/${kebabCase(kind)}.generated.ts`;
}

function kebabCase(kind: string): string {
  return kind.replace(/([a-z0-9])([A-Z])|([A-Z]+)([A-Z][a-z])/g, '$1$3-$2$4').toLowerCase();
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function header(source: string): string {
  return `// Generated from ${source} by "npm run generate -w @gotk/flux-types"; do not edit.\n`;
}
