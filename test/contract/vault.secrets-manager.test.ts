import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SecretsManagerVault } from "../../functions/adapters/aws/secrets-manager-vault.ts";
import { type FakeAws, startFakeAws } from "../support/fake-aws.ts";
import { FakeSecretsManager } from "../support/fake-secrets-manager.ts";
import { minutesAfter, noon } from "../support/ledger-records.ts";
import { aToken, planted } from "../support/vault-tokens.ts";

const name = "feedloom/account/bronzfronz";
const get = "secretsmanager.GetSecretValue";
const put = "secretsmanager.PutSecretValue";

describe("what Secrets Manager is asked", () => {
  let secrets: FakeSecretsManager;
  let aws: FakeAws;
  let vault: SecretsManagerVault;
  let now = noon;
  beforeEach(async () => {
    secrets = new FakeSecretsManager();
    aws = await startFakeAws(secrets.actions);
    const names = { appSecret: "feedloom/app", accountPrefix: "feedloom/account/" };
    vault = new SecretsManagerVault(aws.clients.secretsManager, names, { now: () => now });
    secrets.create(name, "{}");
    now = noon;
  });
  afterEach(() => aws.close());

  it("is one question for a token in five minutes, and one for each fresh look", async () => {
    await vault.write("bronzfronz", aToken());
    aws.calls();
    await vault.read("bronzfronz");
    now = minutesAfter(4.9);
    await vault.read("bronzfronz");
    expect(aws.calls()).toEqual([get]);
    now = minutesAfter(5);
    await vault.read("bronzfronz");
    await vault.read("bronzfronz", { fresh: true });
    expect(aws.calls()).toEqual([get, get]);
  });

  it("is asked each time while there is no token, so that nobody who connects has to wait", async () => {
    await vault.read("bronzfronz");
    await vault.read("bronzfronz");
    expect(aws.calls()).toEqual([get, get]);
  });

  it("is one question for the app's secret in five minutes once it is filled in", async () => {
    secrets.create("feedloom/app", '{"clientId": "1", "clientSecret": "12345678"}');
    await vault.readAppSecret();
    await vault.readAppSecret();
    expect(aws.calls()).toEqual([get]);
    now = minutesAfter(5);
    await vault.readAppSecret();
    expect(aws.calls()).toEqual([get]);
  });

  it("is one question for the app's secret in a minute while it is not filled in", async () => {
    expect(await vault.readAppSecret()).toBeUndefined();
    secrets.create("feedloom/app", '{"clientId": "1", "clientSecret": "12345678"}');
    expect(await vault.readAppSecret()).toBeUndefined();
    expect(aws.calls()).toEqual([get]);
    now = minutesAfter(1);
    expect((await vault.readAppSecret())?.clientId).toBe("1");
  });

  it("is one write for a token, and one version of it when the answer is lost and the SDK asks again", async () => {
    aws.loseNextAnswer();
    await vault.write("bronzfronz", aToken());
    expect(aws.calls()).toEqual([put, put]);
    expect(secrets.versionCount(name)).toBe(2);
    expect(secrets.stages(name)).toEqual({
      AWSCURRENT: expect.stringContaining(planted),
      AWSPREVIOUS: "{}",
    });
  });

  it("is as good as new after a hiccup", async () => {
    aws.refuseNext("InternalServiceError", 500);
    await vault.write("bronzfronz", aToken());
    aws.refuseNext("ThrottlingException", 400);
    expect((await vault.read("bronzfronz")).kind).toBe("token");
  });

  it("keeps a secret that was erased for the next Connect, empty in both of its stages", async () => {
    await vault.write("bronzfronz", aToken());
    await vault.erase("bronzfronz");
    expect(secrets.stages(name)).toEqual({ AWSCURRENT: "{}", AWSPREVIOUS: "{}" });
  });

  it("says where a secret comes from when there is none to write to; to read and erase, it is absent", async () => {
    expect(await vault.read("stranger")).toEqual({ kind: "absent" });
    await vault.erase("stranger");
    await expect(vault.write("stranger", aToken())).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message:
        "there is no secret feedloom/account/stranger for this account; name the account in the configuration and deploy the stack",
    });
  });

  it("shows no token in the error when a write is refused for good", async () => {
    aws.refuseNext("AccessDeniedException", 400);
    const [attempt] = await Promise.allSettled([vault.write("bronzfronz", aToken())]);
    expect(attempt).toMatchObject({
      reason: {
        code: "STORE_UNAVAILABLE",
        message: `writing the secret ${name} failed: the function's role does not allow it; deploy the stack again`,
      },
    });
    expect(inspect(attempt, { depth: 20, showHidden: true })).not.toContain(planted);
  });

  it("is asked anew after a write that failed, since nobody knows whether it happened", async () => {
    await vault.write("bronzfronz", aToken());
    aws.refuseNext("AccessDeniedException", 400);
    await vault.write("bronzfronz", aToken({ accessToken: "THAA-never" })).catch(() => {});
    aws.calls();
    expect((await vault.read("bronzfronz")).kind).toBe("token");
    expect(aws.calls()).toEqual([get]);
  });
});
