export { CloseEvent } from 'node:http';
export * as everything from 'node:http';
