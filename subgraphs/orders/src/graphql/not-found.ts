/** The same for what does not exist and for what is not the caller's. */
export const notFound = (id: string) => ({ __typename: 'NotFound', message: 'There is no such order.', id });
