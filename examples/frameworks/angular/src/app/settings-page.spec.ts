import { TestBed } from '@angular/core/testing';
import { SESSION } from './session';
import { SettingsPage } from './settings-page';

test('the page sends its token, and says what went wrong', async () => {
  document.cookie = 'XSRF-TOKEN=of-the-session';
  const asked = vi.spyOn(window, 'fetch').mockResolvedValue(new Response(null, { status: 403 }));
  TestBed.overrideProvider(SESSION, { useValue: { isAdmin: true } });
  const page: HTMLElement = TestBed.createComponent(SettingsPage).nativeElement;
  await vi.waitFor(() => {
    expect(page.querySelector('#status')?.textContent).toBe('error: ENDPOINT_UNAUTHORIZED');
  });
  expect(asked).toHaveBeenCalledOnce();
  const [url, options] = asked.mock.lastCall ?? [];
  expect(url).toMatch(/\/api\/portal-link$/);
  expect(new Headers(options?.headers).get('X-XSRF-TOKEN')).toBe('of-the-session');
});
