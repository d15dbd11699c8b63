/** What became of one request. `unknown`: nobody answered it, or nobody knows whether it was done. */
export type Answer<Data> =
  | { readonly kind: 'answered'; readonly data: Data }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'unknown'; readonly reason: string };

export interface Question {
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const patienceMilliseconds = 12_000;

/** Asks a gateway over HTTP, and takes an error in any field for no answer: what was asked may or may not have been done. */
export async function ask<Data>(url: string, token: string | undefined, question: Question): Promise<Answer<Data>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: question.document, variables: question.variables }),
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    return answerOf<Data>((await response.json()) as Body<Data>);
  } catch (error) {
    return { kind: 'unknown', reason: reasonOf(error) };
  }
}

interface Body<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

function answerOf<Data>({ data, errors = [] }: Body<Data>): Answer<Data> {
  const [first] = errors;
  if (!first && data) return { kind: 'answered', data };
  const code = first?.extensions?.code ?? 'NO_DATA';
  return code === 'UNAUTHENTICATED' ? { kind: 'unauthenticated' } : { kind: 'unknown', reason: code };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return code ?? error.name;
}
