# Sourced by the other scripts: sends one operation and prints the answer. GRAPH is the endpoint, TOKEN a bearer token or empty.
# usage: graphql FILE VARIABLES
graphql() {
  node -p 'JSON.stringify({ query: fs.readFileSync(process.argv[1], "utf8"), variables: JSON.parse(process.argv[2]) })' "$1" "$2" |
    curl --silent --show-error --fail-with-body "${GRAPH:-http://127.0.0.1:4000/graphql}" \
      --header 'content-type: application/json' ${TOKEN:+--header "authorization: Bearer $TOKEN"} --data @-
}

# Prints what a JavaScript expression makes of the answer, called `data`: ... | pick 'data.me.id'
pick() {
  node -e 'const { data, errors } = JSON.parse(fs.readFileSync(0)); if (errors) console.error(JSON.stringify(errors)); console.log(eval(process.argv[1]))' "$1"
}
