/** Users of the seed; development only. */
export const demoUsers = {
  operator: { email: 'operator@example.com', password: 'ordergraph-demo-1' },
  customer: { email: 'customer@example.com', password: 'ordergraph-demo-1' },
} as const;
