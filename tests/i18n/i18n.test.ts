/** Which language the page speaks, and that it changes. */
import { describe, expect, it } from 'vitest';
import { initI18n, resolveLanguage } from '../../src/i18n';

describe('resolveLanguage', () => {
  it('takes what is asked for', () => {
    expect(resolveLanguage('ko', ['en-GB'])).toBe('ko');
    expect(resolveLanguage('en', ['ko-KR'])).toBe('en');
  });

  it('follows the browser, in its order', () => {
    expect(resolveLanguage('auto', ['ko-KR', 'en'])).toBe('ko');
    expect(resolveLanguage('auto', ['de-DE', 'en-US', 'ko'])).toBe('en');
    expect(resolveLanguage('auto', ['KO'])).toBe('ko');
  });

  it('falls back to English', () => {
    expect(resolveLanguage('auto', ['fr', 'de'])).toBe('en');
    expect(resolveLanguage('auto', [])).toBe('en');
  });
});

describe('initI18n', () => {
  it('is ready at once and puts values in unescaped', () => {
    const { t } = initI18n('en');
    expect(t('errors.no-model.title')).toBe('There is no model yet');
    expect(t('sampleAlt', { name: '<cat>', index: '7' })).toBe('<cat>, image 7');
  });

  it('changes language', async () => {
    const i18n = initI18n('en');
    await i18n.changeLanguage('ko');
    expect(i18n.t('splits.train')).toBe('훈련');
  });
});
