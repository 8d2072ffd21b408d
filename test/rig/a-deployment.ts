import { afterAll, beforeAll, onTestFinished } from "vitest";
import { type Cloud, startCloud } from "./cloud.ts";
import { type Deployment, deploymentOf } from "./deployment.ts";
import { type LoopbackBlog, startBlog } from "./loopback-blog.ts";
import { missionAccounts, missionConfiguration } from "./mission.ts";

/** One deployment for the tests of a file, and clouds to try it in. */
export function aDeployment() {
  let blog: LoopbackBlog;
  let deployment: Deployment;
  beforeAll(async () => {
    blog = await startBlog();
    deployment = await deploymentOf(missionConfiguration(blog));
  });
  afterAll(async () => {
    deployment.remove();
    await blog.close();
  });
  return {
    /** Its entries stay from one test to the next: a new cloud has seen none of them. */
    blog: () => blog,
    /** @param change - what is to be otherwise in the template. */
    async cloud(change: (template: unknown) => unknown = (template) => template): Promise<Cloud> {
      const people = missionAccounts.map((username) => ({ username }));
      const cloud = await startCloud(
        { ...deployment, template: change(deployment.template) },
        { sandbox: { people, cards: "loopback" } },
      );
      onTestFinished(() => cloud.close());
      return cloud;
    },
  };
}

/** Puts a working token where a finished Connect would have put it. */
export function connectByHand(cloud: Cloud, username: string): void {
  const { accessToken, userId, expiresAt } = cloud.sandbox.generateToken(username);
  const issuedAt = cloud.clock.now().toISOString();
  const scopes = ["threads_basic", "threads_content_publish"];
  const token = { accessToken, userId, username, scopes, issuedAt, expiresAt: expiresAt.toISOString() };
  cloud.secrets.paste(`feedloom/account/${username}`, JSON.stringify(token));
}
