import { setTimeout as delay } from 'node:timers/promises';
import { readStock, type Product } from '../graph/catalogue.js';
import { watchOrder, type Progress } from '../graph/order-progress.js';
import { cancelOrder, placeOrder, readPayment, type PaymentState, type PlacedOrder } from '../graph/orders.js';
import { checkAftermath } from './check-aftermath.js';
import { describeProgress } from './describe-progress.js';
import type { Scenario, ScenarioResult, Stage } from './scenario.js';

const SAGA_MILLISECONDS = 60_000;

/** Places an order, prints its saga live from the subscription, and compares how it ended with how it had to end. */
export async function runScenario(scenario: Scenario, stage: Stage): Promise<ScenarioResult> {
  const product = await pickProduct(scenario, stage);
  const before = await readStock(stage.operator, product.id);
  const quantity = scenario.quantity(before.available);
  stage.print(`\n${scenario.title}`);
  const startedAt = performance.now();
  const order = await placeOrder(stage.customer, {
    productId: product.id,
    quantity,
    paymentToken: scenario.paymentToken,
  });
  const { total } = order;
  const what = `${quantity} × ${product.title}, ${total.amount} ${total.currencyCode}, ${scenario.paymentToken}`;
  stage.print(`  order ${order.number} (${order.id}): ${what}`);
  const seen = await watch(scenario, stage, order);
  const milliseconds = Math.round(performance.now() - startedAt);
  const payment = await settledPayment(scenario, stage, order.id);
  const after = await readStock(stage.operator, product.id);
  const problems = [
    ...checkVersions(seen),
    ...checkEnd(scenario, seen.at(-1)),
    ...checkAftermath(scenario, { quantity, total, before, after, payment }),
  ];
  const result = { ...summarize(seen), name: scenario.name, orderId: order.id, milliseconds, problems };
  stage.print(`  ${problems.length === 0 ? '✓' : '✗'} ${conclusion(result, payment)}`);
  return result;
}

/** The scarcest for the scenario that wants too much, the most plentiful for the others. */
async function pickProduct(scenario: Scenario, { products, operator }: Stage): Promise<Product> {
  const stocked = await Promise.all(
    products.map(async (product) => ({ product, available: (await readStock(operator, product.id)).available })),
  );
  const byStock = stocked.sort((a, b) => b.available - a.available);
  const chosen = scenario.expected.reason === 'OUT_OF_STOCK' ? byStock.at(-1) : byStock[0];
  if (!chosen) throw new Error('The catalogue is empty: `npm run reset` starts afresh.');
  return chosen.product;
}

/** A cancelling customer hangs up when the order is confirmed, cancels, and watches on from the last cursor. */
async function watch(scenario: Scenario, stage: Stage, { id, progress }: PlacedOrder): Promise<Progress[]> {
  stage.print(describeProgress(progress));
  const seen = [progress, ...(await watchUntilFinal(stage, id, progress.cursor))];
  if (!scenario.cancels) return seen;
  stage.print('  … the customer cancels');
  await cancelOrder(stage.customer, id);
  return [...seen, ...(await watchUntilFinal(stage, id, seen.at(-1)?.cursor))];
}

async function watchUntilFinal(stage: Stage, orderId: string, after?: string): Promise<Progress[]> {
  const seen: Progress[] = [];
  const { websocketUrl, customer } = stage;
  const progress = watchOrder({ websocketUrl, token: customer.token, orderId, after });
  const deadline = delay(SAGA_MILLISECONDS, undefined, { ref: false });
  for (;;) {
    const next = await Promise.race([progress.next(), deadline]);
    if (next === undefined) throw new Error(`Order ${orderId} did not end within ${SAGA_MILLISECONDS / 1_000} s.`);
    if (next.done) return seen;
    seen.push(next.value);
    stage.print(describeProgress(next.value));
    if (!next.value.final) continue;
    await progress.return(undefined);
    return seen;
  }
}

/** Payment's own view may be a moment behind the order: it is asked again for a short while. */
async function settledPayment(scenario: Scenario, stage: Stage, orderId: string): Promise<PaymentState | undefined> {
  const expectsMoney = scenario.money.captured === 'total';
  const deadline = Date.now() + 5_000;
  for (;;) {
    const payment = await readPayment(stage.customer, orderId);
    const refunded = Number(payment?.refunded.amount ?? 0) > 0 === (scenario.money.refunded === 'total');
    const captured = Number(payment?.captured.amount ?? 0) > 0 === expectsMoney;
    if ((refunded && captured) || Date.now() > deadline) return payment;
    await delay(50);
  }
}

function checkVersions(seen: readonly Progress[]): string[] {
  const gap = seen.findIndex(({ version }, index) => index > 0 && version !== (seen[index - 1]?.version ?? 0) + 1);
  return gap === -1 ? [] : [`version ${seen[gap]?.version} came after ${seen[gap - 1]?.version}`];
}

function checkEnd({ expected }: Scenario, last: Progress | undefined): string[] {
  const reason = last?.order.cancellation?.reason;
  if (last?.status === expected.status && reason === expected.reason) return [];
  return [`it ended ${last?.status} ${reason ?? ''} and should have ended ${expected.status} ${expected.reason ?? ''}`];
}

function summarize(seen: readonly Progress[]): Pick<ScenarioResult, 'status' | 'reason' | 'versions'> {
  const last = seen.at(-1);
  return {
    status: last?.status ?? 'UNKNOWN',
    reason: last?.order.cancellation?.reason,
    versions: seen.map(({ version }) => version),
  };
}

function conclusion(
  { problems, status, reason, milliseconds }: ScenarioResult,
  payment: PaymentState | undefined,
): string {
  if (problems.length > 0) return problems.join('; ');
  const money = payment ? `captured ${payment.captured.amount}, refunded ${payment.refunded.amount}` : 'no payment';
  return `${[status, reason].filter(Boolean).join('/')} in ${milliseconds} ms; stock adds up; ${money}`;
}
