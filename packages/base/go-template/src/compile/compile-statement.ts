import type { ActionNode, BranchNode, ListNode, StatementNode, TemplateNode } from '../language/nodes.js';
import { quoteText } from '../text/quote.js';
import { isTruthy } from '../value/truth.js';
import { compilePipeline } from './compile-pipeline.js';
import { compileRange } from './compile-range.js';
import type { CompileContext } from './compile-template.js';
import type { Completion, Execute } from './compiled-template.js';
import { failAt } from './exec-error.js';
import { Frame } from './frame.js';
import { mayHoldNoValue } from './no-value.js';
import { writeValue } from './write-value.js';

const EXECUTE_NOTHING: Execute = () => 'done';

/** Compiles the statements of a list to one closure. */
export function compileList(list: ListNode, context: CompileContext): Execute {
  const statements = list.nodes.map((node) => compileStatement(node, context));
  const first = statements[0] ?? EXECUTE_NOTHING;
  const second = statements[1] ?? EXECUTE_NOTHING;
  if (statements.length <= 1) return first;
  if (statements.length === 2) {
    return (frame, dot) => {
      const completion = first(frame, dot);
      return completion === 'done' ? second(frame, dot) : completion;
    };
  }
  return (frame, dot) => {
    for (let index = 0; index < statements.length; index++) {
      const completion = (statements[index] as Execute)(frame, dot);
      if (completion !== 'done') return completion;
    }
    return 'done';
  };
}

/** Gives the closure of a list that is compiled when it is first asked for: most branches of a chart are never taken. */
export function compileWhenNeeded(
  list: ListNode | undefined,
  context: CompileContext,
  dotRange: number | undefined,
): () => Execute {
  if (list === undefined) return () => EXECUTE_NOTHING;
  const scope = context.scope.snapshot();
  scope.dotRange = dotRange;
  let compiled: Execute | undefined;
  return () => {
    compiled ??= compileList(list, { functions: context.functions, scope });
    return compiled;
  };
}

function compileStatement(node: StatementNode, context: CompileContext): Execute {
  switch (node.kind) {
    case 'text':
      return compileText(node.text);
    case 'action':
      return compileAction(node, context);
    case 'if':
      return compileIf(node, context);
    case 'with':
      return compileWith(node, context);
    case 'range':
      return compileRange(node, context);
    case 'template':
      return compileTemplateCall(node, context);
    case 'break':
    case 'continue':
      return compileJump(node.kind);
  }
}

function compileText(text: string): Execute {
  const mayHold = mayHoldNoValue(text);
  return ({ run }) => {
    run.write(text);
    if (mayHold) run.mayHoldNoValue = true;
    return 'done';
  };
}

function compileJump(completion: Completion): Execute {
  return () => completion;
}

function compileAction(node: ActionNode, context: CompileContext): Execute {
  const { start } = node;
  const evaluate = compilePipeline(node.pipe, context);
  if (node.pipe.variables.length > 0) {
    return (frame, dot) => {
      frame.begin(start);
      frame.run.step();
      evaluate(frame, dot);
      return 'done';
    };
  }
  return (frame, dot) => {
    const { run } = frame;
    frame.begin(start);
    run.step();
    const value = evaluate(frame, dot);
    if (typeof value === 'string') run.writeValue(value);
    else writeValue(run, value);
    return 'done';
  };
}

function compileIf(node: BranchNode, context: CompileContext): Execute {
  const { scope } = context;
  const { start } = node;
  return scope.block(() => {
    const condition = compilePipeline(node.pipe, context);
    // Variables of the pipeline are in sight in both branches.
    const then = compileWhenNeeded(node.list, context, scope.dotRange);
    const otherwise = compileWhenNeeded(node.elseList, context, scope.dotRange);
    return (frame, dot) => {
      frame.begin(start);
      frame.run.step();
      const branch = isTruthy(condition(frame, dot)) ? then() : otherwise();
      return branch(frame, dot);
    };
  });
}

function compileWith(node: BranchNode, context: CompileContext): Execute {
  const { scope } = context;
  const { start } = node;
  return scope.block(() => {
    const subject = compilePipeline(node.pipe, context);
    const then = compileWhenNeeded(node.list, context, undefined);
    const otherwise = compileWhenNeeded(node.elseList, context, scope.dotRange);
    return (frame, dot) => {
      frame.begin(start);
      frame.run.step();
      const value = subject(frame, dot);
      return isTruthy(value) ? then()(frame, value) : otherwise()(frame, dot);
    };
  });
}

function compileTemplateCall(node: TemplateNode, context: CompileContext): Execute {
  const evaluate = node.pipe === undefined ? undefined : compilePipeline(node.pipe, context);
  return (frame, dot) => {
    const { run } = frame;
    frame.begin(node.start);
    run.step();
    frame.node = node;
    const template = frame.templates.lookup(node.name);
    if (template === undefined) return failAt(frame, `template ${quoteText(node.name)} not defined`);
    const value = evaluate?.(frame, dot) ?? undefined;
    const inner = new Frame(frame, template, value);
    run.frame = inner;
    template.execute(inner, value);
    run.frame = frame;
    return 'done';
  };
}
