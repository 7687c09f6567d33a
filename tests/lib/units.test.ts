import { describe, expect, it } from 'vitest';
import * as units from '../../src/lib/units';

describe("Keras's formats", () => {
  it.each([
    [2.3294, '2.3294'],
    [0.27491, '0.2749'],
    [0, '0.0000e+00'],
    [1e-3, '1.0000e-03'],
    [0.0010001, '0.0010'],
    [0.00012345, '1.2345e-04'],
    [1.5e-12, '1.5000e-12'],
    [-2.5, '-2.5000'],
    // exactly between two decimals: to the even one
    [0.03125, '0.0312'],
    [0.09375, '0.0938'],
    [-0.03125, '-0.0312'],
    [1e21, '1000000000000000000000.0000'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('metric %d is %s', (x, text) => {
    expect(units.kerasMetric(x)).toBe(text);
    expect(units.metric(x)).toBe(Math.abs(x) === 1e21 ? '1.0000e+21' : text);
  });

  it.each([
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [2.675, 2, '2.67'],
    [1.125, 2, '1.12'],
    [0.12345, 4, '0.1235'],
    [0, 2, '0.00'],
  ])('%d to %d decimals is %s', (x, digits, text) => {
    expect(units.pythonFixed(x, digits)).toBe(text);
  });

  it.each([
    [58_324_746 * 4, '222.49 MB'],
    [1_216 * 4, '4.75 KB'],
    [0, '0.00 B'],
    [1023, '1023.00 B'],
    [1024, '1.00 KB'],
    [1152, '1.12 KB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(units.kerasBytes(bytes)).toBe(text);
  });

  it.each([
    [0, '0s/step'],
    [2.4, '2s/step'],
    [1, '1s/step'],
    [0.1012, '101ms/step'],
    [0.9999, '1000ms/step'],
    [0.00035, '350us/step'],
  ])('%d seconds a step are %s', (seconds, text) => {
    expect(units.timePerStep(seconds)).toBe(text);
  });
});

describe('units', () => {
  it.each([
    [units.count(58_324_746), '58,324,746'],
    [units.count(0), '0'],
    [units.percent(0.6697), '66.97 %'],
    [units.percent(1, 0), '100 %'],
    [units.bytes(0), '0 B'],
    [units.bytes(999), '999 B'],
    [units.bytes(999.6), '1.0 kB'],
    [units.bytes(9_960), '10 kB'],
    [units.bytes(150_994_944), '151 MB'],
    [units.si(999), '999'],
    [units.si(105_415_200), '105.4 M'],
    [units.si(999_950), '1.0 M'],
    [units.si(1.421e12), '1.4 T'],
    [units.duration(40.4, 'en'), '40 s'],
    [units.duration(-1, 'en'), '0 s'],
    [units.duration(89.9, 'en'), '90 s'],
    [units.duration(18 * 60, 'en'), '18 min'],
    [units.duration(125 * 60, 'en'), '2 h 05 min'],
    [units.duration(99 * 3_600 + 59 * 60, 'en'), '99 h 59 min'],
    [units.duration(5e7, 'en'), '13,889 h'],
    [units.duration(1e15, 'en'), '277,777,777,778 h'],
    [units.metric(-9_999_999_999_999), '-9999999999999.0000'],
    [units.metric(-1.7e308), '-1.7000e+308'],
    [units.duration(Number.POSITIVE_INFINITY, 'en'), '–'],
    [units.rate(1234.5, 'en'), '1,235 images/s'],
    [units.rate(999.7, 'en'), '1,000 images/s'],
    [units.rate(99.96, 'en'), '100 images/s'],
    [units.rate(12.34, 'en'), '12.3 images/s'],
    [units.rate(0.456, 'en'), '0.46 images/s'],
    [units.duration(40.4, 'ko'), '40초'],
    [units.duration(18 * 60, 'ko'), '18분'],
    [units.duration(125 * 60, 'ko'), '2시간 5분'],
    [units.duration(7_200, 'ko'), '2시간'],
    [units.duration(5e7, 'ko'), '13,889시간'],
    [units.rate(30.84, 'ko'), '이미지 30.8장/초'],
    [units.learningRate(1e-4), '1e-4'],
    [units.learningRate(0.01), '0.01'],
    [units.learningRate(0), '0'],
    [units.learningRate(3e-4 * 0.1), '3e-5'],
  ])('%s is %s', (actual, text) => {
    expect(actual).toBe(text);
  });
});

describe('measured speed', () => {
  it.each([
    [0, '0 ms'],
    [0.041234, '0.0412 ms'],
    [12.345, '12.3 ms'],
    [99.96, '100 ms'],
    [1_234.5, '1,235 ms'],
  ])('%d ms are %s', (ms, text) => {
    expect(units.milliseconds(ms)).toBe(text);
  });

  it('tells measured seconds to three digits, and differences by their power of ten', () => {
    expect([0.4123, 12.34, 1_234, 0].map(units.seconds)).toEqual(['0.412 s', '12.3 s', '1,234 s', '0 s']);
    expect([0.25, 0, -2e-5].map(units.tensorValue)).toEqual(['0.2500', '0', '-2.0000e-05']);
    expect([2.384e-7, 0.0163, 0].map(units.smallNumber)).toEqual(['2.4e-7', '1.6e-2', '0']);
  });

  it.each([
    [1, '1.0 ×'],
    [2.54, '2.5 ×'],
    [9.96, '10 ×'],
    [1_234, '1,234 ×'],
  ])('%d times are %s', (factor, text) => {
    expect(units.times(factor)).toBe(text);
  });

  it.each([
    [0.256, '0.256 GFLOP/s'],
    [42, '42.0 GFLOP/s'],
    [812.4, '812 GFLOP/s'],
    [999.7, '1.00 TFLOP/s'],
    [81_234, '81.2 TFLOP/s'],
  ])('%d GFLOP/s are %s', (gflops, text) => {
    expect(units.flopRate(gflops)).toBe(text);
  });
});
