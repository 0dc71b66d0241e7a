import { Interruption } from '../errors/interruption.js';

/** The build depends on more than what is kept would be found by: it is run again without. */
export class MemoUnfit extends Interruption {}
