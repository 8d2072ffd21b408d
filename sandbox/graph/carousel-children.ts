import type { GraphCall } from "../answer-call.ts";
import { badChildren } from "../refusal.ts";
import type { Site } from "../site.ts";
import type { Container } from "../world.ts";
import { listOf, valueGiven } from "./container-parameters.ts";
import { containerStatus } from "./container-status.ts";

/**
 * The containers that a carousel's parent names, in order.
 *
 * @throws Refusal - 100/4279004, the same for every reason. A child named twice is ours to refuse; what Meta
 * makes of it is not known.
 */
export function childContainers({ site, parameters }: GraphCall, personId: string): Container[] {
  const ids = listOf(valueGiven(parameters, "children") ?? "");
  const children = ids
    .map((id) => site.world.containers.get(id))
    .filter((child) => child !== undefined)
    .filter((child) => child.personId === personId && child.content.isCarouselItem);
  if (children.length !== ids.length || new Set(ids).size !== ids.length) throw badChildren();
  if (site.behaviour.unreadyChildren === "refuse-at-creation") refuseUnready(site, children);
  return children;
}

/** @throws Refusal - 100/4279004, when a child is in progress, failed or expired. */
export function refuseUnready(site: Site, children: readonly Container[]): void {
  const now = site.clock.now();
  if (!children.every((child) => containerStatus(child, now) === "FINISHED")) throw badChildren();
}

/** The children of a carousel's container. They are never removed. */
export function childrenOf(site: Site, { content }: Container): Container[] {
  return (content.childIds ?? [])
    .map((id) => site.world.containers.get(id))
    .filter((child) => child !== undefined);
}
