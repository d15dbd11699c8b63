/** Ends with 0 when the program in this container answers `/ready`, or the path given: `node healthy.mjs [/live]`. */
const path = process.argv[2] ?? '/ready';
const answer = await fetch(`http://127.0.0.1:${process.env.PORT}${path}`).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
