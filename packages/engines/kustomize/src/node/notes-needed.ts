import { Interruption } from '../errors/interruption.js';

/** A step looks at notes of nodes, which have not been kept: the build starts anew and keeps them. */
export class NotesNeeded extends Interruption {}
