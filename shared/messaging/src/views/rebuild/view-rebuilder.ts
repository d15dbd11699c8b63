import { Periodic } from '../../periodic.js';
import { Hold } from './hold.js';
import { rebuildView } from './rebuild-view.js';
import type { RebuildableView, ViewRebuilderOptions } from './rebuildable.js';
import { rebuildsIn } from './rebuild.js';

/**
 * Rebuilds the views of one service that somebody asked for. Any replica may: whoever holds the right does, and another takes it
 * over, from the beginning, when that one dies.
 */
export class ViewRebuilder {
  readonly #options: ViewRebuilderOptions;
  readonly #periodic: Periodic;
  #views: readonly RebuildableView[] = [];

  constructor(options: ViewRebuilderOptions) {
    this.#options = options;
    this.#periodic = new Periodic('rebuilding views', 2_000, () => this.#look(), options.logger);
  }

  /** Makes the views known to whoever asks, and looks for what is asked. */
  async start(views: readonly RebuildableView[]): Promise<void> {
    this.#views = views;
    const rebuilds = rebuildsIn(this.#options.database);
    for (const { view } of views) {
      await rebuilds.updateOne({ _id: view.collection }, { $setOnInsert: { state: 'idle' } }, { upsert: true });
    }
    if (views.length > 0) this.#periodic.start();
  }

  stop(): Promise<void> {
    return this.#periodic.stop();
  }

  async #look(): Promise<void> {
    for (const each of this.#views) {
      if (this.#periodic.stopping) return;
      const taken = await Hold.take(this.#options.database, each.view.collection);
      if (taken) await this.#rebuild(each, taken);
    }
  }

  async #rebuild(
    each: RebuildableView,
    { hold, former }: { readonly hold: Hold; readonly former: string | undefined },
  ) {
    const { logger } = this.#options;
    const fields = { collection: each.view.collection, attempt: hold.attempt };
    logger.info(fields, 'rebuilding a view');
    try {
      await rebuildView({ ...this.#options, ...each, hold, former, isStopping: () => this.#periodic.stopping });
      await hold.done();
      logger.info(fields, 'the view is rebuilt');
    } catch (error) {
      const isStopping = this.#periodic.stopping;
      // When this fails as well, it is taken over when its time has passed.
      await (isStopping ? hold.handOver() : hold.fail()).catch(() => undefined);
      // Not thrown: what one view lacks must not keep the next ones waiting.
      if (!isStopping) logger.warn({ err: error, ...fields }, 'the view was not rebuilt; it is tried again');
    }
  }
}
