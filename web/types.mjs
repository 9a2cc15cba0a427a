/*
 * Types of the API's answers from its OpenAPI document:
 * node types.mjs openapi.json  ->  js/types/api.d.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { WEB } from './build/files.mjs';

const source = process.argv[2];
if (!source) {
  console.error('usage: node types.mjs openapi.json');
  process.exit(2);
}
const tree = await openapiTS(JSON.parse(readFileSync(source, 'utf8')));
writeFileSync(
  join(WEB, 'js/types/api.d.ts'),
  `/* Made by types.mjs from the OpenAPI document. Do not edit. */\n${astToString(tree)}`,
);
