// Resolves DIDs of did:ethr with the npm package of the method's authors, for the tests of sdk-did to compare with.
// Reads {rpcUrl, chainId, registry, queries: [{did, versionId?}]} from the standard input; writes the array of the results.

import { readFileSync } from "node:fs";
import { getResolver } from "ethr-did-resolver";

const { rpcUrl, chainId, registry, queries } = JSON.parse(readFileSync(0, "utf8"));
const { ethr } = getResolver({ networks: [{ chainId, rpcUrl, registry }] });

function resolve({ did, versionId }) {
  const id = did.slice("did:ethr:".length);
  const query = versionId === undefined ? undefined : `versionId=${versionId}`;
  return ethr(did, { did, didUrl: did, method: "ethr", id, query }, undefined, {});
}

const results = await Promise.all(queries.map(resolve));
process.stdout.write(JSON.stringify(results), () => process.exit(0));
