/** Tells listeners about changes of the connection, and only about changes. */
export class ConnectionListeners {
  readonly #listeners = new Set<(connected: boolean) => void>();
  #last = false;

  add(listener: (connected: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(connected: boolean): void {
    if (connected === this.#last) return;
    this.#last = connected;
    for (const listener of this.#listeners) listener(connected);
  }
}
