import type { ChainNode, FieldNode, OperandNode, TemplateTreeNode, VariableNode } from '../language/nodes.js';
import { quoteText } from '../text/quote.js';
import { GoMap } from '../value/go-map.js';
import { GoBytes } from '../value/go-slice.js';
import { fieldNamed, GoPointer, GoStruct, type GoStructType } from '../value/go-struct.js';
import { type GoType, INTERFACE } from '../value/go-type.js';
import { type GoValue, typeName, typeOf } from '../value/go-value.js';
import { compileUntypedArgument } from './compile-argument.js';
import { type BoundArguments, callMethod, compileMethodArguments } from './compile-call.js';
import type { CompileContext } from './compile-template.js';
import type { EvaluateStage } from './compiled-template.js';
import { failAt } from './exec-error.js';
import type { Frame } from './frame.js';
import type { ScopeVariable } from './scope.js';

interface Arguments {
  readonly args: readonly OperandNode[];
  readonly hasFinal: boolean;
}

/** One step of a path: the field, and whether a method could have its name. */
interface Step {
  readonly name: string;
  readonly exported: boolean;
}

/** Compiles `.a.b.c` or `$x.a.b.c`, whose last part may be a method with arguments. */
export function compileFieldPath(
  node: FieldNode | VariableNode,
  {
    path,
    receiver,
    args,
    hasFinal,
  }: Arguments & { readonly path: readonly string[]; readonly receiver: 'dot' | ScopeVariable },
  context: CompileContext,
): EvaluateStage {
  const rangeSlot = receiver === 'dot' ? context.scope.dotRange : receiver.rangeSlot;
  const way = compileWay({ node, path, args, hasFinal, rangeSlot }, context);
  if (receiver === 'dot') {
    return (frame, dot, final) => {
      frame.node = node;
      return walkPlainly(way, dot) ?? walk(way, dot, { frame, dot, final });
    };
  }
  const { slot } = receiver;
  return (frame, dot, final) => {
    frame.node = node;
    const start = frame.variables[slot];
    return walkPlainly(way, start) ?? walk(way, start, { frame, dot, final });
  };
}

/** Compiles `(pipeline).a.b`. */
export function compileChain(node: ChainNode, { args, hasFinal }: Arguments, context: CompileContext): EvaluateStage {
  if (node.node.kind === 'nil') {
    return (frame) => {
      frame.node = node;
      return failAt(frame, `indirection through explicit nil in ${chainText(node)}`);
    };
  }
  const operand = compileUntypedArgument(node.node, context);
  const way = compileWay({ node, path: node.path, args, hasFinal, rangeSlot: undefined }, context);
  return (frame, dot, final) => {
    frame.node = node;
    const start = operand(frame, dot) ?? undefined;
    return walkPlainly(way, start) ?? walk(way, start, { frame, dot, final });
  };
}

function chainText({ path }: ChainNode): string {
  return `nil.${path.join('.')}`;
}

interface Path extends Arguments {
  readonly node: TemplateTreeNode;
  readonly path: readonly string[];
  /** Where the static type of the start is kept, when it is the element of a range. */
  readonly rangeSlot: number | undefined;
}

interface Way {
  readonly node: TemplateTreeNode;
  readonly steps: readonly Step[];
  readonly bound: BoundArguments | undefined;
  readonly rangeSlot: number | undefined;
}

function compileWay({ node, path, args, hasFinal, rangeSlot }: Path, context: CompileContext): Way {
  const steps = path.map(stepOf);
  const bound = args.length > 0 || hasFinal ? compileMethodArguments(args, hasFinal, context) : undefined;
  return { node, steps, bound, rangeSlot };
}

function stepOf(name: string): Step {
  const first = name.charCodeAt(0);
  const exported = first < 0x80 ? first >= 0x41 && first <= 0x5a : /^\p{Lu}/u.test(name);
  return { name, exported };
}

/** The fast way: through entries of maps alone, as nearly all paths go. @returns nothing where it ends before the path */
function walkPlainly({ steps, bound }: Way, start: GoValue): GoValue {
  if (bound !== undefined) return undefined;
  let value = start;
  for (let index = 0; index < steps.length; index++) {
    value = plainEntry(value, steps[index] as Step);
    if (value === undefined) return undefined;
  }
  return value;
}

/** An entry of a map that has no method of this name. */
function plainEntry(receiver: GoValue, { name, exported }: Step): GoValue {
  if (!(receiver instanceof GoMap)) return undefined;
  if (exported && receiver.type.methods?.has(name) === true) return undefined;
  return receiver.get(name);
}

/** What a step, and a method at the end of a path, may need. */
interface Around {
  readonly frame: Frame;
  readonly dot: GoValue;
  readonly final: GoValue;
}

/** Walks a path over whatever comes. */
function walk({ node, steps, bound, rangeSlot }: Way, start: GoValue, around: Around): GoValue {
  const { frame, dot, final } = around;
  let container: GoValue;
  let value = start;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    const isLast = index === steps.length - 1;
    let next = isLast && bound !== undefined ? undefined : plainEntry(value, step);
    if (next === undefined) {
      const site: FieldSite = { frame, dot, final, node, step, bound: isLast ? bound : undefined };
      const staticType =
        index === 0 ? rangeType(frame, rangeSlot, value) : entryType(container, steps[index - 1], value);
      next = evaluateField(site, value, staticType);
    }
    container = value;
    value = next;
  }
  return value;
}

/** The static type of an element of a range. */
function rangeType(frame: Frame, rangeSlot: number | undefined, receiver: GoValue): string {
  const element = rangeSlot === undefined ? undefined : frame.elementTypes?.[rangeSlot];
  return staticName(element, receiver);
}

/** The static type of what was found in `container`. */
function entryType(container: GoValue, step: Step | undefined, receiver: GoValue): string {
  if (container instanceof GoMap) return staticName(container.type.element, receiver);
  const struct = container instanceof GoPointer ? container.target : container;
  if (!(struct instanceof GoStruct) || step === undefined) return typeName(receiver);
  const field = fieldNamed(struct.type, step.name);
  return staticName(field?.isInterface === true ? INTERFACE : undefined, receiver);
}

function staticName(type: GoType | undefined, value: GoValue): string {
  if (type?.kind === 'interface' || value === null) return INTERFACE.name;
  return typeName(value);
}

interface FieldSite extends Around {
  readonly node: TemplateTreeNode;
  readonly step: Step;
  /** The arguments when this is the last step. */
  readonly bound: BoundArguments | undefined;
}

function evaluateField(site: FieldSite, receiver: GoValue, staticType: string): GoValue {
  const { frame, step, bound } = site;
  if (receiver === undefined) {
    if (frame.run.missingKey === 'error') failAt(frame, `nil data; no entry for key ${quoteText(step.name)}`);
    return undefined;
  }
  if (receiver === null) return failAt(frame, `nil pointer evaluating ${staticType}.${step.name}`);
  const method = step.exported ? methodOf(receiver, step.name) : undefined;
  if (method !== undefined) return callMethod(site, { method, receiver }, bound);
  if (receiver instanceof GoMap) return entryOf(site, receiver);
  const struct = receiver instanceof GoPointer ? pointedTo(site, receiver, staticType) : receiver;
  if (struct instanceof GoStruct) {
    const value = structField(site, struct, staticType);
    if (value !== undefined) return value;
  }
  return failAt(frame, `can't evaluate field ${step.name} in type ${staticType}`);
}

function methodOf(receiver: GoValue, name: string): ReturnType<NonNullable<GoType['methods']>['get']> {
  const own = typeOf(receiver)?.methods?.get(name);
  if (own !== undefined || !(receiver instanceof GoPointer)) return own;
  return receiver.target?.type.methods?.get(name);
}

function entryOf({ frame, step, bound }: FieldSite, map: GoMap): GoValue {
  if (bound?.present === true) failAt(frame, `${step.name} is not a method but has arguments`);
  const value = map.get(step.name);
  if (value !== undefined) return value;
  switch (frame.run.missingKey) {
    case 'error':
      return failAt(frame, `map has no entry for key ${quoteText(step.name)}`);
    case 'zero':
      return zeroValue(map.type.element);
    default:
      return undefined;
  }
}

/** The zero value of the element type of a map. */
function zeroValue(type: GoType | undefined): GoValue {
  if (type?.kind === 'string') return '';
  return type?.kind === 'slice' ? new GoBytes(type, new Uint8Array(), true) : null;
}

function pointedTo({ frame, step }: FieldSite, pointer: GoPointer, staticType: string): GoStruct {
  const element = pointer.type.element as GoStructType | undefined;
  if (pointer.target !== undefined) return pointer.target;
  const known = element !== undefined && fieldNamed(element, step.name) !== undefined;
  const problem = known
    ? `nil pointer evaluating ${staticType}.`
    : `can't evaluate field ${step.name} in type ${staticType}`;
  return failAt(frame, known ? problem + step.name : problem);
}

function structField({ frame, step, bound }: FieldSite, struct: GoStruct, staticType: string): GoValue {
  const field = fieldNamed(struct.type, step.name);
  if (field === undefined) return undefined;
  if (field.isUnexported === true) failAt(frame, `${step.name} is an unexported field of struct type ${staticType}`);
  if (bound?.present === true) failAt(frame, `${step.name} has arguments but cannot be invoked as function`);
  const value = field.get(struct);
  return value === undefined ? null : value;
}
