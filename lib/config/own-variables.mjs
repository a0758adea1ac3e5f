/** The process's variables for the commands in lib/cli, which run before anything is compiled. */
export const ownVariables = process.env;
