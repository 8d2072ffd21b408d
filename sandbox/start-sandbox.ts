import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import type { HonoEnvironment } from "./answer-call.ts";
import { type SandboxBehaviour, usualBehaviour } from "./behaviour.ts";
import { type CallbackAnswer, Callbacks, type CallbackUrls, type Sending } from "./callbacks.ts";
import { realClock, type SandboxClock } from "./clock.ts";
import { Faults } from "./faults.ts";
import { containerStatus } from "./graph/container-status.ts";
import { graphRoutes } from "./graph/graph-routes.ts";
import { userId } from "./identifiers.ts";
import { LateCalls } from "./late-calls.ts";
import { mediaStore } from "./media-store.ts";
import { authorizeRoutes } from "./oauth/authorize-routes.ts";
import { knownScopes } from "./oauth/consent-request.ts";
import { endTokens, issueToken } from "./oauth/issue-token.ts";
import { pageRoutes } from "./pages/page-routes.ts";
import { CallLog, type SandboxRecord, sandboxRecord } from "./record.ts";
import { refuseStrangers } from "./refuse-strangers.ts";
import type { CardReach, Site } from "./site.ts";
import { noStateFile, stateFileAt } from "./state-file.ts";
import { type Person, World } from "./world.ts";

export interface SandboxPerson {
  username: string;
  /** What the profile is headed with; the username when missing. */
  name?: string;
  /** Whether the app's invite was accepted; yes unless said otherwise. Only testers can connect. */
  tester?: boolean;
  biography?: string;
  /** Whether posts may be limited to countries; no unless said otherwise. */
  isEligibleForGeoGating?: boolean;
}

export interface SandboxOptions {
  /** 0, or missing: any that is free. */
  port?: number;
  clock?: SandboxClock;
  /** Read at the start, written after each change. Pictures lie beside it in `<stateFile>.media`. */
  stateFile?: string;
  app?: { clientId: string; clientSecret: string };
  /** Compared character by character, as Meta does. */
  redirectUris?: string[];
  callbackUrls?: CallbackUrls;
  /** Profiles that exist; the first is the one logged in at the consent page. */
  people?: SandboxPerson[];
  cards?: CardReach;
  behaviour?: Partial<SandboxBehaviour>;
}

/** A Threads of one's own, running. */
export interface Sandbox {
  graphUrl: string;
  authorizeUrl: string;
  profileUrl(username: string): string;
  app: { clientId: string; clientSecret: string };
  record: SandboxRecord;
  /** Live: what is set here holds from the next call on. */
  behaviour: SandboxBehaviour;
  faults: Faults;
  registerRedirect(uri: string): void;
  registerCallbacks(urls: CallbackUrls): void;
  /** The usernames of all profiles, also of those that came with the state file. */
  people(): string[];
  /** @returns the new profile's id; that of the old one when the name is taken. */
  addPerson(person: SandboxPerson): string;
  /** Gives a profile another username; somebody else can have the old one then, as on Threads. */
  renamePerson(username: string, to: string): void;
  /** Ends the tokens a person has given so far: 190/458 or 190/460 from the next call on. */
  revoke(username: string, how: "removed" | "password-reset"): void;
  /** The person removes the app in Threads' settings: as `revoke`, and the app is told. */
  uninstall(username: string, sending?: Sending): Promise<CallbackAnswer>;
  /** The person asks, by way of Meta, that the app delete what it knows of them. */
  requestDeletion(username: string, sending?: Sending): Promise<CallbackAnswer>;
  /** Sends any `signed_request` to a callback, such as one that was sent before. */
  sendCallback(kind: keyof CallbackUrls, signedRequest: string): Promise<CallbackAnswer>;
  /** A token without the consent page, as the app's dashboard gives one: long-lived already. */
  generateToken(
    username: string,
    grant?: { scopes?: readonly string[]; kind?: "short" | "long" },
  ): GeneratedToken;
  /** Ends at once, with whatever connections are open. */
  close(): Promise<void>;
}

export interface GeneratedToken {
  accessToken: string;
  userId: string;
  expiresAt: Date;
}

const demoApp = { clientId: "1184220593360717", clientSecret: "5a4d0b0ec5a1f3c0a97d6f3b8e2c4d17" };
const demoPeople: SandboxPerson[] = [{ username: "feedloom.demo", name: "Feedloom Demo" }];
const address = "127.0.0.1";

/** Starts a sandbox on the loopback interface; it is never reachable from elsewhere. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { stateFile } = options;
  const storage = stateFile === undefined ? noStateFile : stateFileAt(stateFile);
  const world = new World(storage.load());
  let baseUrl = "";
  const site: Site = {
    clock: options.clock ?? realClock,
    world,
    behaviour: { ...usualBehaviour, ...options.behaviour },
    faults: new Faults(),
    late: new LateCalls(),
    log: new CallLog(),
    media: mediaStore(stateFile === undefined ? undefined : `${stateFile}.media`),
    app: options.app ?? demoApp,
    redirectUris: new Set(options.redirectUris),
    cards: options.cards ?? "loopback",
    callsOf: new Map(),
    baseUrl: () => baseUrl,
    save: () => storage.save(world.state()),
  };
  const addPerson = (person: SandboxPerson): string => {
    const known = world.personNamed(person.username);
    const id = known?.id ?? userId(world.nextNumber());
    world.people.set(id, profileOf(id, person));
    site.save();
    return id;
  };
  for (const person of options.people ?? demoPeople) addPerson(person);

  // A slash at the end of an address names the same thing.
  const app = new Hono<HonoEnvironment>({ strict: false });
  app.use(refuseStrangers);
  app.use((_, next) => {
    site.late.catchUp(site.clock.now());
    return next();
  });
  authorizeRoutes(app, site);
  app.route("/v1.0", graphRoutes(site));
  app.route("/", graphRoutes(site));
  pageRoutes(app, site);
  const server = createServer(
    getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false }),
  );
  baseUrl = `http://${address}:${await listen(server, options.port ?? 0)}`;

  const personNamed = (username: string): Person => {
    const person = world.personNamed(username);
    if (person === undefined)
      throw new Error(`the sandbox has no profile "${username}"; add it with addPerson`);
    return person;
  };
  const callbacks = new Callbacks(site);
  callbacks.register(options.callbackUrls ?? {});
  return {
    graphUrl: baseUrl,
    authorizeUrl: `${baseUrl}/oauth/authorize`,
    profileUrl: (username) => `${baseUrl}/@${username}`,
    app: site.app,
    record: sandboxRecord(site, containerStatus),
    behaviour: site.behaviour,
    faults: site.faults,
    registerRedirect: (uri) => void site.redirectUris.add(uri),
    registerCallbacks: (urls) => callbacks.register(urls),
    people: () => [...world.people.values()].map((person) => person.username),
    addPerson,
    renamePerson(username, to) {
      const person = personNamed(username);
      world.people.set(person.id, { ...person, username: to });
      site.save();
    },
    uninstall: async (username, sending) => callbacks.uninstall(personNamed(username).id, sending),
    requestDeletion: async (username, sending) =>
      callbacks.requestDeletion(personNamed(username).id, sending),
    sendCallback: (kind, text) => callbacks.send(kind, text),
    revoke(username, how) {
      endTokens(site, personNamed(username).id, how);
      site.save();
    },
    generateToken(username, { scopes = knownScopes, kind = "long" } = {}) {
      const token = issueToken(site, kind, { personId: personNamed(username).id, scopes });
      site.save();
      return { accessToken: token.token, userId: token.personId, expiresAt: token.expiresAt };
    },
    close() {
      site.save();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function profileOf(id: string, { username, name, tester, biography, ...more }: SandboxPerson): Person {
  const { isEligibleForGeoGating = false } = more;
  return { id, username, name: name ?? username, tester: tester ?? true, biography, isEligibleForGeoGating };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === "object" && bound !== null ? bound.port : port);
    });
  });
}
