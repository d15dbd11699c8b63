import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { standingOf } from '../ledger/standing.js';
import { requestHash } from '../operations/request-hash.js';
import { decideAction } from '../operations/rules.js';
import type { Simulation } from '../simulation.js';
import { actionPage, resultPage } from './action-page.js';
import { parse } from './request-bodies.js';

const Decision = z.object({ decision: z.enum(['approved', 'refused']) });

const texts = {
  approved: {
    title: 'Payment approved',
    text: 'Thank you. You can close this window and return to the shop.',
  },
  refused: {
    title: 'Payment refused',
    text: 'Nothing was charged. You can close this window and return to the shop.',
  },
  over: { title: 'Nothing to decide', text: 'This payment no longer waits for a decision.' },
  unknown: { title: 'Not found', text: 'There is no such payment.' },
} as const;

const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
};

const show = (reply: FastifyReply, status: number, html: string): FastifyReply =>
  reply.status(status).type('text/html; charset=utf-8').headers(pageHeaders).send(html);

/** What the customer meets in a browser. Whoever knows the unguessable id may decide, as with a real redirect. */
export function actionRoutes(app: FastifyInstance, { ledger, webhooks }: Simulation): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
  );

  app.get<{ Params: { id: string } }>('/actions/:id', async ({ params: { id } }, reply) => {
    const standing = standingOf(await ledger.ofAuthorization(id));
    if (standing.status === 'unknown') return show(reply, 404, resultPage(texts.unknown));
    if (standing.status !== 'requires_action') return show(reply, 200, resultPage(texts.over));
    return show(reply, 200, actionPage({ id, ...standing }));
  });

  app.post<{ Params: { id: string } }>('/actions/:id', async ({ params: { id }, body }, reply) => {
    const { decision } = parse(Decision, body);
    if ((await ledger.ofAuthorization(id)).length === 0) return show(reply, 404, resultPage(texts.unknown));
    const performed = await ledger.perform({
      key: `${id}/${decision}`,
      requestHash: requestHash({ id, decision }),
      kind: 'decision',
      authorizationId: id,
      decide: (history) => decideAction(history, decision, new Date()),
    });
    webhooks.wake();
    const accepted = performed.outcome !== 'key-reused' && performed.operation.answer.status === decision;
    return show(reply, accepted ? 200 : 409, resultPage(texts[accepted ? decision : 'over']));
  });
}
