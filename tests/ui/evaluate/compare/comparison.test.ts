/** What the comparison calls what it was measured on. */
import { describe, expect, it } from 'vitest';
import comparison from '../../../../src/ui/evaluate/compare/comparison.json';
import { deviceOf, type CaseFigures, type RunFigures } from '../../../../src/ui/evaluate/compare/figures';
import { initI18n } from '../../../../src/i18n';

const cases: readonly CaseFigures[] = comparison.cases;

describe('the comparison with Keras', () => {
  it('names an adapter as the page does, and says where a browser names none', () => {
    const t = initI18n('en').getFixedT('en', ['compare', 'common']);
    const run: RunFigures = { ...cases[0]!.runs[1]!, device: '', driver: '' };
    expect(deviceOf({ ...run, device: 'Some GPU', driver: 'lavapipe' }, t)).toBe('Some GPU');
    expect(deviceOf({ ...run, driver: 'lavapipe' }, t)).toContain('started with lavapipe');
    expect(deviceOf(run, t)).toBe('not reported by the browser');
  });
});
