import type { CelValue } from '../values/value.js';
import type { Attribute } from './attribute.js';
import type { Frame, Step } from './frame.js';

/** A planned part of an expression. */
export interface Planned extends Step {
  /** The value, where it is known already. */
  readonly constant?: CelValue | undefined;
  /** What it reads, where more steps may lead into it. */
  readonly attribute?: Attribute | undefined;
  /** What reading that costs. */
  readonly readCost?: number | undefined;
}

/** A step whose value is known already. */
export interface ConstantStep extends Planned {
  readonly constant: CelValue;
}

/** A step that reads an attribute, into which more steps may lead. */
export interface AttributeStep extends Planned {
  readonly attribute: Attribute;
  readonly readCost: number;
}

/** A literal, or what came to one. */
export function constantStep(id: number, constant: CelValue): ConstantStep {
  return { id, constant, evaluate: () => constant };
}

/** Reads an attribute, at a cost of one; that of a choice is in its parts. */
export function attributeStep(id: number, attribute: Attribute, cost = 1): AttributeStep {
  const evaluate = (frame: Frame): CelValue => frame.charging(cost, () => attribute.resolve(frame));
  return { id, attribute, readCost: cost, evaluate };
}

/** Whether a step's value is known already. */
export function isConstant(step: Planned): step is ConstantStep {
  return step.constant !== undefined;
}

/** Whether a step reads an attribute. */
export function isAttribute(step: Planned): step is AttributeStep {
  return step.attribute !== undefined;
}
