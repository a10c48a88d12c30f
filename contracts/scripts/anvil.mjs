// A local chain for scripts: anvil on a port that is free, gone when the script is.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { env } from "node:process";
import { createInterface } from "node:readline";
import { createClient, http } from "viem";
import { foundry } from "./workspace.mjs";

/**
 * Starts anvil with further arguments, hands `use` a function request(method, ...params) that talks to it, and stops it
 * when `use` has ended, however it ended. Anvil sends for every account without its key.
 */
export async function withAnvil(args, use) {
  const anvil = spawn(foundry("anvil"), ["--host", "127.0.0.1", "--port", "0", "--auto-impersonate", ...args], {
    // Settings of the user's own shell must not change what is measured.
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !/^(ANVIL|FOUNDRY|DAPP|ETH)_/.test(name))),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(anvil, "exit");
  const kill = () => anvil.kill("SIGKILL");
  const interrupt = () => process.exit(1);
  process.on("exit", kill);
  for (const signal of interrupts) process.on(signal, interrupt);
  try {
    // Never asked twice: a transaction that is sent again because its answer was late happens twice.
    const transport = http(await address(anvil), { retryCount: 0, timeout: 60_000 });
    const client = createClient({ transport });
    return await use((method, ...params) => client.request({ method, params }));
  } finally {
    kill();
    await ended;
    process.off("exit", kill);
    for (const signal of interrupts) process.off(signal, interrupt);
  }
}

/** By default these end a process without its exit handlers. */
const interrupts = ["SIGHUP", "SIGINT", "SIGTERM"];

async function address(anvil) {
  for await (const line of createInterface({ input: anvil.stdout })) {
    const [, listening] = line.match(/^Listening on (\S+)$/) ?? [];
    if (listening === undefined) continue;
    // What anvil prints from here on is of no interest, but a full pipe would stop it.
    anvil.stdout.resume();
    return `http://${listening}`;
  }
  throw new Error("anvil ended before it listened");
}
