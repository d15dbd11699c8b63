#!/bin/sh
# Lists products: id, price, availability, title. Needs no token.
set -eu
cd "$(dirname "$0")"
. ./graphql.sh

graphql ../operations/products.graphql "{ \"first\": ${1:-10} }" |
  pick 'data.products.edges.map(({ node }) => [node.id, node.price.amount, node.availability, node.title].join("  ")).join("\n")'
