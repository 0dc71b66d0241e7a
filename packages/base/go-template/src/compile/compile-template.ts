import type { FunctionTable } from '../functions/function-table.js';
import type { ParsedTemplate } from '../language/nodes.js';
import { compileList } from './compile-statement.js';
import type { CompiledTemplate } from './compiled-template.js';
import { Scope } from './scope.js';

/** What the compiler knows at a place of a template. */
export interface CompileContext {
  readonly functions: FunctionTable;
  readonly scope: Scope;
}

/** Turns a parsed template into closures, one per node, so that executing it decides nothing that is known already. */
export function compileTemplate({ name, source, root }: ParsedTemplate, functions: FunctionTable): CompiledTemplate {
  return { name, source, root, execute: compileList(root, { functions, scope: new Scope() }) };
}
