/** Calls whose answer is given up on and that take effect later: each at its time, before whatever is asked after it. */
export class LateCalls {
  #underway: { at: Date; takeEffect: (at: Date) => void }[] = [];

  /** How many are still to take effect. */
  get count(): number {
    return this.#underway.length;
  }

  add(at: Date, takeEffect: (at: Date) => void): void {
    this.#underway.push({ at, takeEffect });
  }

  /** Has those take effect whose time has come. To be called before anything is read or done. */
  catchUp(now: Date): void {
    const due = this.#underway.filter(({ at }) => at <= now).sort((a, b) => a.at.getTime() - b.at.getTime());
    this.#underway = this.#underway.filter(({ at }) => at > now);
    for (const { at, takeEffect } of due) takeEffect(at);
  }
}
