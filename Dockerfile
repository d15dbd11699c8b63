# syntax=docker/dockerfile:1
# One image for every program of Ordergraph; the command chooses which. The gateway is the default.

FROM node:20-slim AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/npm-cache npm ci --cache /npm-cache --no-audit --no-fund
RUN npm run build \
  && node gateway/dist/composition/main.js --output supergraph.graphql \
  && npm prune --omit=dev --no-audit --no-fund

FROM node:20-slim
ENV NODE_ENV=production \
    APOLLO_TELEMETRY_DISABLED=true \
    HOST=0.0.0.0 \
    SUPERGRAPH_FILE=/app/supergraph.graphql
WORKDIR /app
COPY --from=build /app ./
USER node
CMD ["node", "gateway/dist/main.js"]
