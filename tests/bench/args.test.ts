import { describe, expect, it } from 'vitest';
import { parseOptions } from './args';

describe('the command line', () => {
  it('runs everything on lavapipe unless told otherwise', () => {
    const options = parseOptions([]);
    expect(options).toMatchObject({ adapter: 'lavapipe', count: null, profile: true });
    expect(options.only).toEqual(['lenet5', 'alexnet67', 'alexnet67-plain', 'alexnet227']);
    expect(options.timing.budgetMs).toBe(Number.POSITIVE_INFINITY);
  });

  it('is shorter and ends within two minutes when it is to be quick', () => {
    const { only, timing } = parseOptions(['--quick']);
    expect(only).not.toContain('alexnet227');
    expect(timing.budgetMs).toBeLessThan(120_000);
    expect(timing.rounds).toBeLessThan(parseOptions([]).timing.rounds);
  });

  it('takes what is named', () => {
    const options = parseOptions(['--only', 'alexnet67', '--adapter', 'swiftshader', '--rounds', '2']);
    expect(options).toMatchObject({ adapter: 'swiftshader', only: ['alexnet67', 'alexnet67-plain'] });
    expect(options.timing.rounds).toBe(2);
    expect(parseOptions(['--no-profile']).profile).toBe(false);
    expect([parseOptions([]).tune, parseOptions(['--tune']).tune]).toEqual([false, true]);
    expect(parseOptions(['--count', 'alexnet227@64']).count).toEqual({ job: 'alexnet227', batch: 64 });
  });

  it('runs tfjs’s CPU backend on the AlexNets where it is asked for', () => {
    const wasm = ['--adapter', 'wasm'];
    expect(parseOptions(wasm)).toMatchObject({ adapter: 'wasm', stock: false });
    expect(parseOptions([...wasm, '--stock']).stock).toBe(true);
    expect(parseOptions([...wasm, '--quick']).only).toEqual(['lenet5', 'alexnet67']);
    expect(() => parseOptions(['--stock'])).toThrow('--adapter wasm');
    expect(() => parseOptions([...wasm, '--tune'])).toThrow('WebGPU');
  });

  it('says what is wrong', () => {
    for (const args of [
      ['--only', 'vgg'],
      ['--adapter', 'metal'],
      ['--rounds', '0'],
      ['--count', 'alexnet227@0'],
    ])
      expect(() => parseOptions(args)).toThrow(RangeError);
    expect(() => parseOptions(['--fast'])).toThrow(TypeError);
  });
});
