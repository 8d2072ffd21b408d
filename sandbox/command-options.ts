import { Command, InvalidArgumentError } from "commander";
import type { SandboxBehaviour } from "./behaviour.ts";
import { describeFault } from "./describe-fault.ts";
import { faultPresets, isFaultPreset } from "./fault-presets.ts";
import { type FaultPlan, Faults } from "./faults.ts";
import { readSetting, settingNames } from "./settings.ts";

/** What a person asked of a sandbox that runs on its own. */
export interface CommandOptions {
  /** 0, or missing: any that is free. */
  port?: number;
  state?: string;
  person?: string[];
  redirect?: string[];
  fault?: FaultPlan[];
  set?: Partial<SandboxBehaviour>;
}

/** Reads the command line; `--help` and mistakes print and end the process, as commander does. */
export function readCommandOptions(argv: string[]): CommandOptions {
  return new Command("npm run sandbox --")
    .description(
      "Runs a stand-in for Threads on this machine, until Ctrl-C. Nothing that is posted to it becomes public.",
    )
    .option("--port <number>", "where it listens, on 127.0.0.1 (any that is free)", portNumber)
    .option("--state <file>", "where it keeps what happened; without one it forgets everything at its end")
    .option("--person <name>", "a profile (feedloom.demo); can be repeated", personName)
    .option("--redirect <address>", "where the consent page may lead back to; can be repeated", address)
    .option(
      "--fault <name[:nth][xtimes]>",
      "a fault from the list below, at the nth call of its kind (the first) and so many in a row, or xever; can be repeated",
      faultPlan,
    )
    .option(
      "--set <name=value>",
      "how this Threads behaves where the real one varies, such as republish=second-post; names and values below; can be repeated",
      setting,
    )
    .helpOption("--help", "show this")
    .addHelpText(
      "after",
      `\nFaults:\n${faultList()}\n\nTo be set (and as it is otherwise):\n${settingNames()}\n\nExamples:\n  npm run sandbox -- --port 4280 --fault publish-cut-unheard:3\n  npm run sandbox -- --fault publish-not-found:2x5 --set republish=second-post --set feedLagSeconds=45`,
    )
    .allowExcessArguments(false)
    .showHelpAfterError("(npm run sandbox -- --help shows what there is)")
    .parse(argv)
    .opts<CommandOptions>();
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}

function personName(text: string, before: string[] = []): string[] {
  const name = text.replace(/^@/, "");
  if (/^[a-z0-9._]{1,30}$/.test(name)) return [...before, name];
  throw new InvalidArgumentError("A username has up to 30 of a-z, 0-9, full stops and underscores.");
}

function address(text: string, before: string[] = []): string[] {
  if (URL.canParse(text)) return [...before, text];
  throw new InvalidArgumentError("It must be a whole address, such as http://127.0.0.1:4281/callback.");
}

function faultPlan(text: string, before: FaultPlan[] = []): FaultPlan[] {
  const [, name = "", nth = "1", times] =
    /^([a-z-]+?)(?::([1-9]\d{0,3}))?(?:x([1-9]\d{0,3}|ever))?$/.exec(text) ?? [];
  if (!isFaultPreset(name))
    throw new InvalidArgumentError(
      "It must be one of the names that --help lists, alone or as in name:3, name:3x2 or namexever.",
    );
  const inARow =
    times === undefined ? {} : { times: times === "ever" ? Number.POSITIVE_INFINITY : Number(times) };
  return [...before, { ...faultPresets[name], nth: Number(nth), ...inARow }];
}

function setting(text: string, before: Partial<SandboxBehaviour> = {}): Partial<SandboxBehaviour> {
  const read = readSetting(text);
  if (typeof read === "string") throw new InvalidArgumentError(read);
  return { ...before, ...read };
}

function faultList(): string {
  const faults = new Faults();
  return Object.entries(faultPresets)
    .map(([name, plan]) => {
      faults.clear();
      faults.plan(plan);
      return `  ${name.padEnd(34)}${faults
        .upcoming()
        .map(describeFault)
        .join("")
        .replace(/^next /, "")}`;
    })
    .join("\n");
}
