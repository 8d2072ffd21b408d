/**
 * The names of the environment that the functions read and the stack sets. One file, so that neither can
 * drift from the other.
 */
export const environmentNames = {
  graphUrl: "THREADS_GRAPH_URL",
  authorizeUrl: "THREADS_AUTHORIZE_URL",
  allowPrivateFeeds: "FEEDLOOM_ALLOW_PRIVATE_FEEDS",
  configurationFile: "FEEDLOOM_CONFIG",
  ledgerTable: "FEEDLOOM_LEDGER_TABLE",
  eventBus: "FEEDLOOM_EVENT_BUS",
  appSecret: "FEEDLOOM_APP_SECRET",
  /** Accounts' secrets are named by this and the username. */
  accountSecretPrefix: "FEEDLOOM_ACCOUNT_SECRET_PREFIX",
} as const;

/** Where Meta is, unless the environment says otherwise. Both are Meta's own pages (developers.facebook.com/docs/threads, 2026). */
export const metaUrls = {
  graphUrl: "https://graph.threads.net",
  authorizeUrl: "https://threads.net/oauth/authorize",
} as const;
