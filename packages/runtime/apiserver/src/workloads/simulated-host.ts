/** The address of the node that simulated pods say they run on. */
export const SIMULATED_HOST = '127.0.0.1';
