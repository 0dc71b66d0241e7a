/** Version of the command line. */
export const FLUX_VERSION = 'v0.1.0';
