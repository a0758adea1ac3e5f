/** The version of the program and of its API; a test keeps it equal to package.json. */
export const VERSION = "0.1.0";
