/** For `InMemoryCache({ possibleTypes })`. */
export const possibleTypes: Record<string, string[]> = {
  "CancelOrderResult": [
    "CancelOrderSuccess",
    "OrderNotCancellable",
    "NotFound"
  ],
  "ChangePriceResult": [
    "ChangePriceSuccess",
    "NotFound",
    "InvalidInput"
  ],
  "CreateProductResult": [
    "CreateProductSuccess",
    "SkuTaken",
    "InvalidInput",
    "IdempotencyKeyReused"
  ],
  "PlaceOrderResult": [
    "PlaceOrderSuccess",
    "PriceChanged",
    "ProductsUnavailable",
    "InvalidInput",
    "IdempotencyKeyReused"
  ],
  "QuoteOrderResult": [
    "OrderQuote",
    "ProductsUnavailable",
    "InvalidInput"
  ],
  "RefreshSessionResult": [
    "SessionStarted",
    "SessionEnded"
  ],
  "RefundPaymentResult": [
    "RefundPaymentSuccess",
    "RefundTooLarge",
    "NotFound",
    "InvalidInput",
    "IdempotencyKeyReused"
  ],
  "RegisterResult": [
    "SessionStarted",
    "EmailTaken",
    "InvalidInput"
  ],
  "RepairFulfilmentResult": [
    "RepairFulfilmentSuccess",
    "FulfilmentNotStuck",
    "NotFound"
  ],
  "RestockProductResult": [
    "RestockProductSuccess",
    "NotFound",
    "InvalidInput",
    "IdempotencyKeyReused"
  ],
  "SignInResult": [
    "SessionStarted",
    "InvalidCredentials"
  ],
  "UpdateProfileResult": [
    "UpdateProfileSuccess",
    "InvalidInput"
  ],
  "UserError": [
    "EmailTaken",
    "FulfilmentNotStuck",
    "IdempotencyKeyReused",
    "InvalidCredentials",
    "InvalidInput",
    "NotFound",
    "OrderNotCancellable",
    "PriceChanged",
    "ProductsUnavailable",
    "RefundTooLarge",
    "SessionEnded",
    "SkuTaken"
  ]
};
