#!/bin/sh
# Prints an access token, good for 15 minutes: export TOKEN=$(sh examples/sign-in.sh)
set -eu
cd "$(dirname "$0")"
. ./graphql.sh

email=${1:-customer@example.com} password=${2:-ordergraph-demo-1}
graphql ../operations/sign-in.graphql "{ \"input\": { \"email\": \"$email\", \"password\": \"$password\" } }" |
  pick 'data.signIn.session?.accessToken ?? refuse(data.signIn.message)'
