import type { GraphCall } from "../answer-call.ts";
import { after, dayMs } from "../clock.ts";
import { caller } from "../oauth/check-token.ts";
import type { ContainerStatus } from "../record.ts";
import { noSuchObject } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Container } from "../world.ts";
import { readFields } from "./read-fields.ts";

/** A container that was not published dies after a day. @see https://developers.facebook.com/docs/threads/troubleshooting (read 2026-04) */
const containerLifeMs = dayMs;

/** Reckoned from instants alone, so that a virtual clock moves it. */
export function containerStatus(container: Container, now: Date): ContainerStatus {
  if (container.mediaId !== undefined) return "PUBLISHED";
  if (after(container.createdAt, containerLifeMs) <= now) return "EXPIRED";
  if (now < container.readyAt) return "IN_PROGRESS";
  return container.failure === undefined ? "FINISHED" : "ERROR";
}

function statusAsRead(container: Container, { clock, behaviour }: Site): ContainerStatus | "gone" {
  const status = containerStatus(container, clock.now());
  const isOld = after(container.createdAt, containerLifeMs) <= clock.now();
  if (status !== "PUBLISHED" || !isOld || behaviour.publishedAfterADay === "published") return status;
  return behaviour.publishedAfterADay === "expired" ? "EXPIRED" : "gone";
}

/** PUBLISHED does not tell the media id, and ERROR is an HTTP 200. */
export function readContainer(call: GraphCall): WireAnswer {
  const { site } = call;
  const { person } = caller(call);
  const id = call.pathPart("id");
  const container = site.world.containers.get(id);
  if (container === undefined || container.personId !== person.id) throw noSuchObject(id);
  const status = call.twist?.kind === "status-reads" ? call.twist.status : statusAsRead(container, site);
  if (status === "gone") throw noSuchObject(id);
  const fields = {
    id: () => id,
    status: () => status,
    error_message: () => (status === "ERROR" ? (container.failure ?? "UNKNOWN") : undefined),
  };
  return success(readFields(container, fields, call.parameters.get("fields"), ["id", "status"]));
}
