#!/bin/sh
# Orders one piece and prints the order's id: sh examples/place-order.sh [PRODUCT_ID] [PAYMENT_TOKEN] [IDEMPOTENCY_KEY]
# Without arguments: the first product that is in stock, tok_success, and a new key. Repeating a key repeats the answer, not the order.
set -eu
cd "$(dirname "$0")"
. ./graphql.sh
: "${TOKEN:?sign in first: export TOKEN=\$(sh examples/sign-in.sh)}"

product=${1:-$(TOKEN= sh ./products.sh | awk '$3 == "IN_STOCK" { print $1; exit }')}
: "${product:?no product is in stock}"
payment=${2:-tok_success} key=${3:-$(node -p 'crypto.randomUUID()')}
graphql ../operations/place.graphql "{ \"input\": {
  \"idempotencyKey\": \"$key\", \"paymentToken\": \"$payment\",
  \"lines\": [{ \"productId\": \"$product\", \"quantity\": 1 }]
} }" | pick 'data.placeOrder.order?.id ?? refuse(data.placeOrder.message)'
