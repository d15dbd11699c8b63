import { demoUsers } from '@ordergraph/launcher';
import { browserPath, eventually, requestGraphql } from '@ordergraph/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';
import { type ExclusiveGateway, startExclusiveGateway } from './exclusive-gateway.js';
import { endFirstToken } from './end-first-token.js';
import { type ServedPage, servePage } from './served-page.js';

const describeInBrowser = browserPath === undefined ? describe.skip : describe;

/** In a real browser, before a gateway that accepts the operations of its manifest alone, and is killed in the middle. */
describeInBrowser('the example web app', () => {
  let platform: TestPlatform;
  let gateway: ExclusiveGateway;
  let served: ServedPage;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    platform = await startTestPlatform({ amqpUrl: undefined });
    gateway = await startExclusiveGateway(platform);
    served = await servePage(gateway.graphqlUrl);
    browser = await chromium.launch({
      ...(browserPath !== undefined && { executablePath: browserPath }),
      args: ['--no-sandbox', '--disable-background-networking'],
    });
    page = await browser.newPage();
    await page.goto(served.url);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    served.stop();
    await gateway.kill();
    await platform.remove();
  }, 60_000);

  const button = (name: string) => page.getByRole('button', { name });
  const message = () => page.getByRole('alert').textContent();
  const signIn = async (email: string, password: string) => {
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(password);
    await button('Sign in').click();
  };
  const order = async (card: string) => {
    await button('What does it cost?').click();
    await page.getByLabel('Card').selectOption(card);
    await button('Order').click();
    // Then the lines of an earlier order are gone.
    await page.locator('#place').waitFor({ state: 'hidden' });
  };
  /** The lines that the page shows of the order, each one version. */
  const lines = () =>
    page.locator('#progress li').evaluateAll((items) =>
      items.map((item) => {
        const { dataset, textContent } = item as unknown as { dataset: Record<string, string>; textContent: string };
        return { version: Number(dataset['version']), final: dataset['final'] === 'true', text: textContent };
      }),
    );
  const ended = () =>
    eventually(
      async () => {
        const shown = await lines();
        expect(shown.at(-1)?.final).toBe(true);
        return shown;
      },
      { timeoutMs: 60_000 },
    );
  const expectEachOnce = (shown: readonly { version: number }[]) => {
    const first = shown[0]?.version ?? 0;
    expect(shown.map(({ version }) => version)).toEqual(shown.map((_, index) => first + index));
  };

  it('says what is wrong when somebody cannot sign in', async () => {
    await signIn(demoUsers.customer.email, 'not the password');
    await eventually(async () => expect(await message()).toMatch(/password/i));
  });

  it('signs in, and shows products and what they cost', async () => {
    await signIn(demoUsers.customer.email, demoUsers.customer.password);
    await page.getByLabel('Product').selectOption({ label: 'House blend coffee, 8.90 EUR' });
    await page.getByLabel('Pieces').fill('2');
    await button('What does it cost?').click();
    await eventually(async () => expect(await page.locator('#total').textContent()).toBe('17.80 EUR'));
  });

  it('shows every step of an order once, though the gateway is killed in the middle of it', async () => {
    await order('slow');
    await eventually(async () => expect((await lines()).at(-1)?.text).toMatch(/authorize payment …/));
    const before = await lines();
    await gateway.kill();
    await eventually(async () => expect(await page.locator('#live').textContent()).toBe('reconnecting…'));
    await gateway.start();
    const shown = await ended();
    expectEachOnce(shown);
    expect(shown.slice(0, before.length)).toEqual(before);
    expect(shown.length).toBeGreaterThan(before.length);
    expect(shown.at(-1)?.text).toMatch(
      /CONFIRMED {2}reserve stock ✓ {2}authorize payment ✓ {2}capture payment ✓ {2}commit stock ✓/,
    );
    expect(await page.locator('#live').textContent()).toBe('live');
  }, 120_000);

  it('shows how an order is undone when the card is declined', async () => {
    await order('declined');
    const shown = await ended();
    expectEachOnce(shown);
    expect(shown.at(-1)?.text).toContain('CANCELLED');
  }, 90_000);

  it('renews the session when its token is taken no longer, and goes on watching', async () => {
    await page.close();
    page = await browser.newPage();
    const sockets = await endFirstToken(page);
    await page.goto(served.url);
    await signIn(demoUsers.customer.email, demoUsers.customer.password);
    const renewal = page.waitForRequest((request) => (request.postData() ?? '').includes('RefreshSession'));
    await order('slow');
    await renewal;
    const shown = await ended();
    expectEachOnce(shown);
    expect(shown.at(-1)?.text).toContain('CONFIRMED');
    expect(sockets.opened).toBeGreaterThan(1);
  }, 90_000);

  it('needs nothing but the operations of its manifest', async () => {
    const { status, errors } = await requestGraphql({ url: gateway.graphqlUrl, query: '{ __typename }' });
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_IN_LIST' } }]);
  });
});
