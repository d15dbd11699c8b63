import { Transform } from 'node:stream';

/** How long every piece that goes through waits, each after the one before: a slow network also has little room. */
export interface Lag {
  milliseconds: number;
}

/** A way through that is as slow as its lag says at the moment. */
export const lagging = (lag: Lag): Transform =>
  new Transform({
    transform(piece, _, done) {
      if (lag.milliseconds === 0) done(null, piece);
      else setTimeout(done, lag.milliseconds, null, piece);
    },
  });
