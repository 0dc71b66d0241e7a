/** Not an error but the wish for something from outside: the build stops, and starts anew once it is there. */
export class Interruption extends Error {}
