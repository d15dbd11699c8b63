import { createApollo } from './apollo.js';
import { chosenLines, type Intent, place, quote } from './order.js';
import { element, on, say } from './page.js';
import { showProducts } from './products.js';
import { Session } from './session.js';
import { live, show, watch } from './watch.js';

const session = new Session();
const apollo = createApollo(session, () => {
  live(false);
});
const placeButton = element('place', HTMLButtonElement);
let intent: Intent | undefined;

on(element('sign-in', HTMLFormElement), async () => {
  const email = element('email', HTMLInputElement).value;
  const problem = await session.signIn(apollo, { email, password: element('password', HTMLInputElement).value });
  if (problem !== undefined) {
    say(problem);
    return;
  }
  await showProducts(apollo);
  element('sign-in', HTMLFormElement).hidden = true;
  element('shop', HTMLElement).hidden = false;
});

on(element('basket', HTMLFormElement), async () => {
  intent = await quote(apollo, chosenLines());
  placeButton.hidden = intent === undefined;
});

on(placeButton, async () => {
  const order = intent && (await place(apollo, intent));
  if (!order) return;
  // The next order is another intent.
  intent = undefined;
  placeButton.hidden = true;
  element('progress', HTMLOListElement).replaceChildren();
  show(order.progress, order.status);
  watch(apollo, order.id, order.progress.cursor);
});
