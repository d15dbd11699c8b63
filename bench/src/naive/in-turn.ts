/** A method of which each object runs one call at a time, the next when the last has ended. */
export function inTurn<Self extends object, Parameters extends unknown[], Result>(
  method: (this: Self, ...parameters: Parameters) => Promise<Result>,
): (this: Self, ...parameters: Parameters) => Promise<Result> {
  const last = new WeakMap<Self, Promise<unknown>>();
  return function (this: Self, ...parameters: Parameters) {
    const result = (last.get(this) ?? Promise.resolve()).then(() => method.apply(this, parameters));
    last.set(
      this,
      result.catch(() => undefined),
    );
    return result;
  };
}
