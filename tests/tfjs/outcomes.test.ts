import { describe, expect, it } from 'vitest';
import { difference, tally, type Outcomes } from './outcomes';

const cpu: Outcomes = { add: {}, pow: { message: 'NaN' }, moves: {}, sum: { message: '3' } };
const wasm: Outcomes = {
  add: { message: 'Error: 1 is not 2.\nExpected: 2' },
  pow: {},
  sum: { message: '3' },
  own: {},
};

describe('outcomes of a suite on two backends', () => {
  it('are counted', () => {
    expect([tally(cpu), tally(wasm)]).toEqual(['2 passed, 2 failed', '2 passed, 2 failed']);
  });

  it('differ where a test fails on one alone, or does not run', () => {
    expect(difference(wasm, cpu)).toEqual({
      worse: ['add\n    Error: 1 is not 2.'],
      better: ['pow'],
      absent: ['moves'],
    });
    expect(difference(cpu, cpu)).toEqual({ worse: [], better: [], absent: [] });
  });

  it('count a test that fails and that the other has not run as worse', () => {
    expect(difference({ own: { message: 'no' } }, {}).worse).toEqual(['own\n    no']);
  });
});
