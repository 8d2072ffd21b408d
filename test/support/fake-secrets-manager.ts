import { randomUUID } from "node:crypto";
import * as z from "zod";
import { AwsRefusal, type FakeActions } from "./fake-aws.ts";

interface Version {
  text: string;
  stages: Set<string>;
}

const getInput = z.strictObject({ SecretId: z.string(), VersionStage: z.string().optional() });
const putInput = z.strictObject({
  SecretId: z.string(),
  ClientRequestToken: z.string(),
  SecretString: z.string(),
});

/** Secrets Manager as far as we use it: versions, their stages, and request tokens. Stages move as on AWS. */
export class FakeSecretsManager {
  readonly #secrets = new Map<string, Map<string, Version>>();

  /** What the stack does: a secret, with a first value or without one. */
  create(name: string, text?: string): void {
    this.#secrets.set(name, new Map());
    if (text !== undefined) this.paste(name, text);
  }

  /** What a person does in the console. */
  paste(name: string, text: string): void {
    this.#put(name, randomUUID(), text);
  }

  /** All that can still be read of a secret, by stage; versions without one are AWS's to delete. */
  stages(name: string): Record<string, string> {
    const versions = [...(this.#secrets.get(name)?.values() ?? [])];
    return Object.fromEntries(
      versions.flatMap(({ text, stages }) => [...stages].map((stage) => [stage, text])),
    );
  }

  versionCount(name: string): number {
    return this.#secrets.get(name)?.size ?? 0;
  }

  readonly actions: FakeActions = {
    "secretsmanager.GetSecretValue": (input) => {
      const { SecretId, VersionStage = "AWSCURRENT" } = getInput.parse(input);
      const entry = [...this.#versions(SecretId)].find(([, version]) => version.stages.has(VersionStage));
      if (entry === undefined) {
        throw new AwsRefusal(
          "ResourceNotFoundException",
          `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
        );
      }
      const [VersionId, { text, stages }] = entry;
      return { Name: SecretId, VersionId, SecretString: text, VersionStages: [...stages] };
    },
    "secretsmanager.PutSecretValue": (input) => {
      const { SecretId, ClientRequestToken, SecretString } = putInput.parse(input);
      if (ClientRequestToken.length < 32 || ClientRequestToken.length > 64) {
        throw new AwsRefusal("InvalidParameterException", "ClientRequestToken must have 32 to 64 characters");
      }
      if (SecretString.length < 1 || Buffer.byteLength(SecretString) > 65_536) {
        throw new AwsRefusal("InvalidParameterException", "SecretString must have 1 to 65536 bytes");
      }
      const version = this.#put(SecretId, ClientRequestToken, SecretString);
      return { Name: SecretId, VersionId: ClientRequestToken, VersionStages: [...version.stages] };
    },
  };

  /** A token that was seen is the same put again: harmless with the same value, refused with another. */
  #put(name: string, token: string, text: string): Version {
    const versions = this.#versions(name);
    const same = versions.get(token);
    if (same !== undefined && same.text !== text) {
      throw new AwsRefusal("ResourceExistsException", "another value was put with this ClientRequestToken");
    }
    if (same !== undefined) return same;
    const all = [...versions.values()];
    const current = all.find((version) => version.stages.has("AWSCURRENT"));
    if (current !== undefined) {
      for (const version of all) version.stages.delete("AWSPREVIOUS");
      current.stages = new Set(["AWSPREVIOUS"]);
    }
    const version = { text, stages: new Set(["AWSCURRENT"]) };
    versions.set(token, version);
    return version;
  }

  #versions(name: string): Map<string, Version> {
    const versions = this.#secrets.get(name);
    if (versions !== undefined) return versions;
    throw new AwsRefusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }
}
