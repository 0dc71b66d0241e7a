export { type Condition, type ConditionState, findCondition, hasConditionStatus } from './condition.js';
export { parseConditions } from './parse-conditions.js';
export {
  type ConditionFacts,
  compareConditions,
  hasSameState,
  removeCondition,
  setCondition,
  sortConditions,
} from './set-condition.js';
export { type SummaryRule, summarizeConditions } from './summarize-conditions.js';
