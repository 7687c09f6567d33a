/** The golden cases with their files, as the tests in Node compare them. */
import { readFileSync } from 'node:fs';
import { goldenCases } from './cases';
import { checkGolden, type Finding, type GoldenFile, type Options } from './check';

/**
 * Compares a case by its id with its file, on the current backend. Throws where there is no such
 * case.
 */
export async function checkCase(id: string, options?: Options): Promise<Finding[]> {
  const golden = goldenCases.find((each) => each.id === id);
  if (!golden) throw new Error(`There is no golden case ${id}`);
  const file = readFileSync(new URL(`${id}.json`, import.meta.url), 'utf8');
  return checkGolden(golden, JSON.parse(file) as GoldenFile, options);
}

/**
 * The cases at 227 px, seconds each, with how many figures each compares: outputs, gradients, and
 * Adam's step of the first.
 */
export const largeCases = [
  {
    title: 'computes AlexNet at 227 px as we do, and its Adam step',
    id: 'alexnet-227',
    compared: 47 + 72,
  },
  { title: 'computes AlexNet of 2012 as we do', id: 'alexnet2012-227', compared: 17 + 17 },
] as const;
