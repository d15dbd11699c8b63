/** Lines that speak of orders by their numbers instead of their ids. */
export const named = (lines: readonly string[], orderIds: readonly string[]): string[] =>
  lines.map((line) =>
    orderIds
      .reduce((text, id, index) => text.replaceAll(id, `order ${index + 1}`), line)
      .replaceAll(/order-(?=order \d)/g, '')
      .replaceAll(/(?<of>payment|reservation)-(?=order \d)/g, '$<of> of '),
  );

/** A numbered story of what happened; what came from outside stands out by `!!`. */
export const storyOf = (lines: readonly string[], orderIds: readonly string[]): string[] =>
  named(lines, orderIds).map((line, index) => `${String(index + 1).padStart(4)}  ${line}`);
