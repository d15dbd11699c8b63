import { browserPath, eventually, testUser } from '@ordergraph/testing';
import { type Browser, chromium, type Page } from 'playwright-core';

import { type Platform, startPlatform } from './support/platform.js';

jest.setTimeout(120_000);

const describeInBrowser = browserPath === undefined ? describe.skip : describe;

let platform: Platform;
let browser: Browser;
let page: Page;
const elsewhere: string[] = [];

describeInBrowser('GraphiQL without a network', () => {
  beforeAll(async () => {
    platform = await startPlatform();
    browser = await chromium.launch({
      ...(browserPath !== undefined && { executablePath: browserPath }),
      args: ['--no-sandbox', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await platform.stop();
  });

  /** Without storage of earlier pages, and with nothing to be had but from the gateway. */
  const openPage = async (): Promise<Page> => {
    const opened = await (await browser.newContext()).newPage();
    const { origin } = new URL(platform.url);
    await opened.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(origin) || url.startsWith('data:') || url.startsWith('blob:')) return route.continue();
      elsewhere.push(url);
      return route.abort();
    });
    return opened;
  };
  /** As a user does: the query from a link, the token into the Headers tab, then the button. */
  const open = async (query: string, authorization: string): Promise<void> => {
    page = await openPage();
    await page.goto(`${new URL('/graphiql', platform.url).href}?query=${encodeURIComponent(query)}`);
    await page.getByRole('button', { name: 'Headers', exact: true }).click({ timeout: 60_000 });
    await page
      .locator('[aria-label="Headers"] .monaco-editor, .graphiql-editor-tool .graphiql-editor:not(.hidden)')
      .last()
      .click();
    // Into {"Authorization": "…"}, which stands there.
    for (const key of ['Control+End', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await page.keyboard.insertText(authorization);
    await page.getByRole('button', { name: /execute query/i }).click();
  };
  const response = () => page.locator('.result-window, .graphiql-response').first().textContent();

  it('answers a query with the token of the Headers tab', async () => {
    await open('{ me { name } }', await platform.sign(testUser('1')));
    await eventually(async () => {
      expect(await response()).toContain('Ada');
    });
    expect(elsewhere).toEqual([]);
  });

  it('begins with the first steps, and says why a subscription with an expired token does not come', async () => {
    const first = await openPage();
    await first.goto(new URL('/graphiql', platform.url).href);
    await eventually(async () => {
      expect(await first.locator('.graphiql-query-editor').textContent()).toContain('SignIn');
    });
    await open('subscription { counter(room: "browser") { value } }', 'Bearer expired');
    await eventually(async () => {
      expect(await response()).toContain('4403');
    });
  });

  it('shows a subscription live, with the same token', async () => {
    platform.room('browser').append({ value: 41, accountId: '1' });
    await open(
      'subscription { counter(room: "browser") { value account { name } } }',
      await platform.sign(testUser('1')),
    );
    await eventually(async () => {
      expect(await response()).toContain('41');
    });
    platform.room('browser').append({ value: 42, accountId: '2' });
    await eventually(async () => {
      expect(await response()).toMatch(/42[^]*Grace/);
    });
    expect(elsewhere).toEqual([]);
  });
});
