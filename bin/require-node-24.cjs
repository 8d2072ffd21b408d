// Runs before any TypeScript is read, and must itself run on any Node.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `feedloom runs on Node 24, the version AWS Lambda runs, and this is Node ${process.versions.node}. ` +
      "On Linux `npm ci` brings it along (do not omit optional packages); elsewhere install Node 24 from https://nodejs.org.",
  );
  process.exit(1);
}
