/** The most one evaluation of an expression may cost. */
export const CALL_COST_LIMIT = 1_000_000;

/** The most all rules of one object may cost. */
export const OBJECT_COST_BUDGET = 10_000_000;
