import type { ActionNode, BranchNode, ListNode, StatementNode, TemplateNode } from '../language/nodes.js';
import { quoteText } from '../text/quote.js';
import { isTruthy } from '../value/truth.js';
import { compilePipeline } from './compile-pipeline.js';
import { compileRange } from './compile-range.js';
import type { CompileContext } from './compile-template.js';
import type { Completion, Execute } from './compiled-template.js';
import { failAt } from './exec-error.js';
import { Frame } from './frame.js';
import { writeValue } from './write-value.js';

const EXECUTE_NOTHING: Execute = () => 'done';

/** Compiles the statements of a list to one closure. */
export function compileList(list: ListNode, context: CompileContext): Execute {
  const statements = list.nodes.map((node) => compileStatement(node, context));
  const [first = EXECUTE_NOTHING, second = EXECUTE_NOTHING] = statements;
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
  return (frame) => {
    frame.run.write(text);
    return 'done';
  };
}

function compileJump(completion: Completion): Execute {
  return () => completion;
}

function compileAction(node: ActionNode, context: CompileContext): Execute {
  const evaluate = compilePipeline(node.pipe, context);
  if (node.pipe.variables.length > 0) {
    return (frame, dot) => {
      frame.run.step();
      evaluate(frame, dot);
      return 'done';
    };
  }
  return (frame, dot) => {
    const { run } = frame;
    run.step();
    const value = evaluate(frame, dot);
    if (typeof value === 'string') run.write(value);
    else writeValue(run, value);
    return 'done';
  };
}

function compileIf(node: BranchNode, context: CompileContext): Execute {
  return context.scope.block(() => {
    const condition = compilePipeline(node.pipe, context);
    const { then, otherwise } = compileBranches(node, context);
    return (frame, dot) => {
      frame.run.step();
      return isTruthy(condition(frame, dot)) ? then(frame, dot) : otherwise(frame, dot);
    };
  });
}

function compileWith(node: BranchNode, context: CompileContext): Execute {
  return context.scope.block(() => {
    const subject = compilePipeline(node.pipe, context);
    const then = context.scope.block(() => context.scope.withDot(undefined, () => compileList(node.list, context)));
    const otherwise = compileElse(node, context);
    return (frame, dot) => {
      frame.run.step();
      const value = subject(frame, dot);
      return isTruthy(value) ? then(frame, value) : otherwise(frame, dot);
    };
  });
}

function compileBranches(
  node: BranchNode,
  context: CompileContext,
): { readonly then: Execute; readonly otherwise: Execute } {
  const then = context.scope.block(() => compileList(node.list, context));
  return { then, otherwise: compileElse(node, context) };
}

/** The `else` part. Variables of the pipeline are in sight in it, those of the first part are not. */
export function compileElse({ elseList }: BranchNode, context: CompileContext): Execute {
  if (elseList === undefined) return EXECUTE_NOTHING;
  return context.scope.block(() => compileList(elseList, context));
}

function compileTemplateCall(node: TemplateNode, context: CompileContext): Execute {
  const evaluate = node.pipe === undefined ? undefined : compilePipeline(node.pipe, context);
  return (frame, dot) => {
    const { run } = frame;
    run.step();
    frame.node = node;
    const template = frame.templates.lookup(node.name);
    if (template === undefined) return failAt(frame, `template ${quoteText(node.name)} not defined`);
    const value = evaluate?.(frame, dot);
    const inner = new Frame(frame, template, value);
    run.frame = inner;
    template.execute(inner, value);
    run.frame = frame;
    return 'done';
  };
}
