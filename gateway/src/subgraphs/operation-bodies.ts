import type { Question, SubgraphOperation } from '../execution/subgraph.js';

/** Operations as bodies of requests. What a plan asks is the same each time, so its JSON is made once, and kept as long as the plan. */
export class OperationBodies {
  readonly #beginnings = new WeakMap<Question, string>();

  of({ question, variables }: SubgraphOperation): string {
    return `${this.#beginningOf(question)}${JSON.stringify(variables)}}`;
  }

  #beginningOf(question: Question): string {
    const known = this.#beginnings.get(question);
    if (known !== undefined) return known;
    const { query, operationName } = question;
    const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
    const beginning = `{"query":${JSON.stringify(query)},${name}"variables":`;
    this.#beginnings.set(question, beginning);
    return beginning;
  }
}
