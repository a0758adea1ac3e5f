export * from "./model";
export { startAwsEndpoint } from "./server";
export type * from "./world";
