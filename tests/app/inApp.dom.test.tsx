/** The browser inside another app is told once; other browsers are not. */
import { screen, within } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { InApp, isInApp } from '../../src/app/InApp';
import { renderDom, words } from '../helpers/renderDom';

afterEach(() => vi.restoreAllMocks());

const kakao =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 24.9.5';
const webView =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36';

it.each([
  kakao,
  webView,
  `${webView} NAVER(inapp; search; 2000; 12.10.3)`,
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 360.0.0',
])('knows %s', (userAgent) => expect(isInApp(userAgent)).toBe(true));

it.each([
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  // A page on the home screen.
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
])('does not take for one %s', (userAgent) => expect(isInApp(userAgent)).toBe(false));

it('is told until it was read', async () => {
  renderDom(InApp, {});
  expect(screen.queryByTestId('in-app')).toBeNull();
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(kakao);
  const { user } = renderDom(InApp, {});
  const notice = screen.getByTestId('in-app');
  expect(words(notice)).toContain('Open this address in Chrome, Edge, Firefox or Safari');
  await user.click(within(notice).getByRole('button', { name: 'Dismiss' }));
  expect(screen.queryByTestId('in-app')).toBeNull();
});
