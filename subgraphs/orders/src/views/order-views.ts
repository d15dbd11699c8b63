import { OrderCancelled, OrderConfirmed, OrderPlaced, type OrderState } from '@ordergraph/events';
import { project, projectFact, type ViewDefinition, type ViewRow } from '@ordergraph/messaging';
import { CompensationStarted, RetryRequested, StepAwaitingCustomer, UndoRefused } from '@ordergraph/messaging/saga';
import { type Connection, type Model, Schema } from 'mongoose';

/** What lists of orders are filtered and sorted by; the orders themselves are folded from their streams. */
export interface OrderRow extends ViewRow {
  readonly customerId: string;
  readonly status: OrderState['status'];
  readonly placedAt: Date;
  /** When status or deadline last changed. */
  readonly updatedAt: Date;
  /** Stuck from then on, unless the row changes before. */
  readonly stuckAt?: Date;
}

const collection = 'orderViews';

interface Seen {
  readonly state: OrderState;
  readonly version: number;
  readonly time: Date;
}

const toRow = ({ state, version, time }: Seen): OrderRow => ({
  _id: state.id,
  version,
  customerId: state.customerId,
  status: state.status,
  placedAt: new Date(state.placedAt),
  updatedAt: time,
  ...(state.stuckAt !== undefined && { stuckAt: new Date(state.stuckAt) }),
});

/** Every change of status, and of the time from which an order counts as stuck. */
export const orderViews: ViewDefinition<OrderRow> = {
  collection,
  sources: [
    project(OrderPlaced, toRow),
    project(OrderConfirmed, toRow),
    project(OrderCancelled, toRow),
    projectFact(StepAwaitingCustomer, toRow),
    projectFact(CompensationStarted, toRow),
    projectFact(UndoRefused, toRow),
    projectFact(RetryRequested, toRow),
  ],
};

const schema = new Schema<OrderRow>(
  {
    _id: String,
    version: Number,
    customerId: String,
    status: String,
    placedAt: Date,
    updatedAt: Date,
    stuckAt: Date,
  },
  { collection, versionKey: false },
)
  .index({ placedAt: -1, _id: -1 })
  .index({ customerId: 1, placedAt: -1, _id: -1 })
  .index({ status: 1, placedAt: -1, _id: -1 })
  .index({ stuckAt: 1 }, { sparse: true })
  .index({ customerId: 1, updatedAt: -1 })
  .index({ customerId: 1, status: 1 });

export type OrderRows = Model<OrderRow>;

/** Reads the rows that `orderViews` writes. */
export const orderRowsIn = (database: Connection): OrderRows => database.model<OrderRow>('OrderView', schema);
