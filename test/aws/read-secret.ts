import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

/**
 * Prints all that anybody can still get out of a secret: the value of each version that has a stage. A program of its own,
 * since the vault's contract asks for it without waiting. Where and who: the SDK's own environment.
 */
const [SecretId = ""] = process.argv.slice(2);
const client = new SecretsManagerClient();
const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
for (const [VersionId, stages] of Object.entries(VersionIdsToStages)) {
  if (stages.length === 0) continue;
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId, VersionId }));
  console.log(`${stages.join()}: ${SecretString}`);
}
