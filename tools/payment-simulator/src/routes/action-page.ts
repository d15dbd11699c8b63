const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const style = `
  body { font: 1rem/1.5 system-ui, sans-serif; background: #f4f5f7; color: #1d2430; margin: 0; }
  main { max-width: 26rem; margin: 10vh auto; padding: 2rem; background: #fff; border-radius: .75rem; box-shadow: 0 1px 6px #0002; }
  h1 { font-size: 1.25rem; margin-top: 0; }
  .amount { font-size: 2rem; font-weight: 600; }
  form { display: flex; gap: .75rem; margin-top: 1.5rem; }
  button { flex: 1; padding: .75rem; font: inherit; border: 1px solid #14532d; border-radius: .5rem; background: #166534; color: #fff; cursor: pointer; }
  button.refuse { background: #fff; color: #1d2430; border-color: #6b7280; }
  button:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
  small { color: #4b5563; }`;

/** The page on which a person approves or refuses a payment; plain HTML, no script. */
export function actionPage(payment: { id: string; description: string; amount: number; currency: string }): string {
  return page(
    'Approve this payment?',
    `<p class="amount">${escaped(formatMoney(payment.amount, payment.currency))}</p>
     <p>For order <strong>${escaped(payment.description)}</strong></p>
     <form method="post" action="/actions/${escaped(payment.id)}">
       <button name="decision" value="approved">Approve</button>
       <button name="decision" value="refused" class="refuse">Refuse</button>
     </form>
     <p><small>This is a simulated bank. No money moves.</small></p>`,
  );
}

export const resultPage = ({ title, text }: { title: string; text: string }): string =>
  page(title, `<p role="status">${escaped(text)}</p>`);

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${style}</style></head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body>
</html>`;
}

function formatMoney(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
}
