import type * as z from "zod";
import { type ContainerRequest, containerParameters } from "../../core/container-request.ts";
import { Secret } from "../../core/secret.ts";
import type { ThreadsResult } from "../../core/threads-fault.ts";
import type { AppSecret } from "../../core/token.ts";
import type { GrantedToken, OwnPost, ThreadsApi } from "../../ports/threads-api.ts";
import { judge, postList, schemas } from "./threads-answers.ts";
import { send, type ThreadsRequest, withoutSecrets } from "./threads-request.ts";

/** Creating and publishing take 2 to 4 s as a rule (recorded 2025-03); what takes longer than this is a doubt, not a failure. */
const writeTimeoutInMs = 60_000;
const readTimeoutInMs = 20_000;

const postFields = "id,text,media_type,permalink,timestamp,link_attachment_url";

/**
 * Meta's Threads API over HTTPS, or the sandbox at another address: one client, two addresses.
 *
 * Everything is asked of `/me`: a numeric id that went stale or lost its last digit gives a misleading "not found".
 */
export class HttpThreadsApi implements ThreadsApi {
  readonly #graphUrl: string;
  readonly #authorizeUrl: string;
  readonly #send: typeof send;

  /** @param sends - a test's own sees what is asked for, and how long an answer may take. */
  constructor(urls: { graphUrl: string; authorizeUrl: string }, sends: typeof send = send) {
    this.#send = sends;
    this.#graphUrl = urls.graphUrl.replace(/\/$/, "");
    this.#authorizeUrl = urls.authorizeUrl;
  }

  authorizeUrl(app: AppSecret, request: { redirectUri: string; scopes: string[]; state: string }): string {
    const url = new URL(this.#authorizeUrl);
    url.search = new URLSearchParams({
      client_id: app.clientId,
      redirect_uri: request.redirectUri,
      scope: request.scopes.join(","),
      response_type: "code",
      state: request.state,
    }).toString();
    return url.href;
  }

  async exchangeCode(
    app: AppSecret,
    grant: { code: Secret; redirectUri: string },
  ): Promise<ThreadsResult<GrantedToken>> {
    const answer = await this.#write("/oauth/access_token", schemas.shortLivedToken, {
      client_id: app.clientId,
      client_secret: app.clientSecret,
      grant_type: "authorization_code",
      redirect_uri: grant.redirectUri,
      code: grant.code,
    });
    return mapped(answer, (value) => ({ accessToken: new Secret(value.access_token) }));
  }

  async exchangeForLongLived(app: AppSecret, shortLived: Secret): Promise<ThreadsResult<GrantedToken>> {
    const answer = await this.#read("/access_token", schemas.longLivedToken, {
      grant_type: "th_exchange_token",
      client_secret: app.clientSecret,
      access_token: shortLived,
    });
    return mapped(answer, granted);
  }

  async refresh(longLived: Secret): Promise<ThreadsResult<GrantedToken>> {
    const answer = await this.#read("/refresh_access_token", schemas.longLivedToken, {
      grant_type: "th_refresh_token",
      access_token: longLived,
    });
    return mapped(answer, granted);
  }

  async me(token: Secret) {
    const answer = await this.#read("/v1.0/me", schemas.profile, {
      fields: "id,username",
      access_token: token,
    });
    return mapped(answer, (value) => ({ userId: value.id, username: value.username }));
  }

  async inspect(token: Secret) {
    const answer = await this.#read("/v1.0/debug_token", schemas.inspection, {
      access_token: token,
      input_token: token,
    });
    return mapped(answer, ({ data }) => ({
      scopes: data.scopes,
      ...(data.expires_at ? { expiresAt: new Date(data.expires_at * 1000) } : {}),
      ...(data.issued_at ? { issuedAt: new Date(data.issued_at * 1000) } : {}),
    }));
  }

  async createContainer(token: Secret, request: ContainerRequest): Promise<ThreadsResult<string>> {
    const answer = await this.#write("/v1.0/me/threads", schemas.id, {
      ...containerParameters(request),
      access_token: token,
    });
    return mapped(answer, (value) => value.id);
  }

  async containerStatus(token: Secret, containerId: string) {
    const answer = await this.#read(`/v1.0/${containerId}`, schemas.status, {
      fields: "id,status,error_message",
      access_token: token,
    });
    return mapped(answer, (value) => ({
      status: value.status,
      ...(value.error_message === undefined ? {} : { errorMessage: value.error_message }),
    }));
  }

  async publishContainer(token: Secret, containerId: string): Promise<ThreadsResult<string>> {
    const answer = await this.#write("/v1.0/me/threads_publish", schemas.id, {
      creation_id: containerId,
      access_token: token,
    });
    return mapped(answer, (value) => value.id);
  }

  async publishingQuota(token: Secret) {
    const answer = await this.#read("/v1.0/me/threads_publishing_limit", schemas.quota, {
      fields: "quota_usage,config",
      access_token: token,
    });
    return mapped(answer, ({ data: [first] }) => ({
      used: first?.quota_usage ?? 0,
      total: first?.config.quota_total ?? 0,
    }));
  }

  async ownPosts(token: Secret, since: Date): Promise<ThreadsResult<OwnPost[]>> {
    const answer = await this.#read("/v1.0/me/threads", postList, {
      fields: postFields,
      since: String(Math.floor(since.getTime() / 1000)),
      // The most that one page gives (accepted live, 2026).
      limit: "100",
      access_token: token,
    });
    return mapped(answer, ({ data }) => data.map(ownPost));
  }

  async conversation(token: Secret, rootId: string): Promise<ThreadsResult<OwnPost[]>> {
    const answer = await this.#read(`/v1.0/${rootId}/conversation`, postList, {
      fields: `${postFields},replied_to`,
      limit: "100",
      access_token: token,
    });
    return mapped(answer, ({ data }) => data.map(ownPost));
  }

  async post(token: Secret, mediaId: string): Promise<ThreadsResult<OwnPost>> {
    const answer = await this.#read(`/v1.0/${mediaId}`, schemas.post, {
      fields: postFields,
      access_token: token,
    });
    return mapped(answer, ownPost);
  }

  #read<Schema extends z.ZodType>(path: string, schema: Schema, parameters: ThreadsRequest["parameters"]) {
    return this.#call("GET", path, schema, parameters, readTimeoutInMs);
  }

  #write<Schema extends z.ZodType>(path: string, schema: Schema, parameters: ThreadsRequest["parameters"]) {
    return this.#call("POST", path, schema, parameters, writeTimeoutInMs);
  }

  async #call<Schema extends z.ZodType>(
    method: ThreadsRequest["method"],
    path: string,
    schema: Schema,
    parameters: ThreadsRequest["parameters"],
    timeoutInMs: number,
  ): Promise<ThreadsResult<z.output<Schema>>> {
    const request = { method, url: this.#graphUrl + path, parameters, timeoutInMs };
    const result = judge(await this.#send(request), schema);
    if (result.ok) return result;
    return { ...result, fault: { ...result.fault, words: withoutSecrets(result.fault.words, request) } };
  }
}

function granted(value: { access_token: string; expires_in?: number }): GrantedToken {
  const accessToken = new Secret(value.access_token);
  return value.expires_in === undefined
    ? { accessToken }
    : { accessToken, expiresInSeconds: value.expires_in };
}

function ownPost(value: z.output<typeof schemas.post>): OwnPost {
  const { timestamp, replied_to: parent, media_type: mediaType, link_attachment_url: link, ...named } = value;
  const known = {
    ...named,
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(link === undefined ? {} : { link }),
  };
  const post = parent === undefined ? known : { ...known, repliedTo: parent.id };
  // Meta writes `+0000`, which is no ISO 8601 that every engine takes.
  const at = timestamp === undefined ? Number.NaN : Date.parse(timestamp.replace(/\+0000$/, "Z"));
  return Number.isNaN(at) ? post : { ...post, timestamp: new Date(at) };
}

function mapped<In, Out>(result: ThreadsResult<In>, map: (value: In) => Out): ThreadsResult<Out> {
  return result.ok ? { ...result, value: map(result.value) } : result;
}
