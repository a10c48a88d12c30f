// Installs what package-lock.json names, unless just that is installed already: a build begins with it, and most builds find
// nothing to do.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { platform } from "node:process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const workspace = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(workspace, "node_modules", ".installed-lock");
const wanted = createHash("sha256").update(readFileSync(join(workspace, "package-lock.json"))).digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  const npm = platform === "win32" ? "npm.cmd" : "npm";
  const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
  execFileSync(npm, ["ci", ...options], { cwd: workspace, stdio: "inherit", shell: platform === "win32" });
  writeFileSync(stamp, wanted);
}
