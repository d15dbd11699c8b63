# Sourced by the other scripts: sends one operation and prints the answer. GRAPH is the endpoint, TOKEN a bearer token or empty.
# usage: graphql FILE VARIABLES
graphql() {
  node -p 'JSON.stringify({ query: fs.readFileSync(process.argv[1], "utf8"), variables: JSON.parse(process.argv[2]) })' "$1" "$2" |
    curl --silent --show-error "${GRAPH:-http://127.0.0.1:${PORT:-4000}/graphql}" \
      --header 'content-type: application/json' ${TOKEN:+--header "authorization: Bearer $TOKEN"} --data @-
}

# Prints what a JavaScript expression makes of the answer, called `data`: ... | pick 'data.me.id'
# What the graph refuses goes to standard error, with status 1; so does what the expression passes to `refuse`.
pick() {
  node -e '
    const refuse = (message) => { console.error(message); process.exit(1); };
    const answer = fs.readFileSync(0, "utf8") || refuse("No answer. Is `npm start` running, with the same PORT?");
    const { data, errors = [] } = JSON.parse(answer);
    for (const { message, extensions } of errors) console.error(`${extensions?.code}: ${message}`);
    if (!data) process.exit(1);
    console.log(eval(process.argv[1]));
  ' "$1"
}
