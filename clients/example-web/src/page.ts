/** The element with this id; the page has it, or its script belongs to another page. */
export function element<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} #${id}.`);
  return found;
}

export function say(message: string): void {
  element('message', HTMLElement).textContent = message;
}

/** Texts go in as texts: what comes from the graph is never markup. */
export function listItem(text: string, data: Readonly<Record<string, string>> = {}): HTMLLIElement {
  const item = document.createElement('li');
  item.textContent = text;
  Object.assign(item.dataset, data);
  return item;
}

/** Runs when the form is sent or the button pressed, once at a time; what goes wrong is told to the person. */
export function on(target: HTMLFormElement | HTMLButtonElement, act: () => Promise<void>): void {
  const button = target instanceof HTMLButtonElement ? target : target.querySelector('button');
  target.addEventListener(target instanceof HTMLFormElement ? 'submit' : 'click', (event) => {
    event.preventDefault();
    if (button) button.disabled = true;
    say('');
    act()
      .catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
      })
      .finally(() => {
        if (button) button.disabled = false;
      });
  });
}
