/** For a damaged feed: what reading it may take at most, and the process that reads at its highest. */
export const limits = { milliseconds: 1_000, megabytes: 256 };
