// Writes what one whole transaction of each kind costs into snapshots/gas.json: the gasUsed of its receipt on a fresh anvil.
// With --check it writes nothing and fails on any figure that differs.
//
// The committed artifacts are measured, which npm run check:build compares with the sources: they are what users deploy.
// Whatever reaches the calldata is fixed (keys, addresses, ids, times, hence signatures), because zero bytes cost less than
// others; so the figures are the same in every run and on every machine.
//
// Each scenario starts from the same state, in which business has gone on for a while: contracts that hold money hold other
// sales' money too, and payers keep some change and allowance. So the refund for an emptied slot flatters no figure.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  concat,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  keccak256,
  parseEther,
  parseSignature,
  sha256,
  stringToHex,
  toHex,
  zeroAddress,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { withAnvil } from "./anvil.mjs";
import { artifact, project, workspace } from "./workspace.mjs";

const check = process.argv.includes("--check");

const CHAIN_ID = 31337;

/** Named, so that a newer anvil does not change the prices unasked. */
const HARDFORK = "osaka";

/** The time of the first block; fixed because deadlines are calldata. */
const START = Date.UTC(2027, 0, 1) / 1000;
const MONTH = 30 * 24 * 60 * 60;

/** Enough for each of the transactions, and no more than one may have (EIP-7825). */
const GAS_LIMIT = 16_000_000;

/** How many hashes a Merkle proof has here: room for a million leaves. */
const DEPTH = 20;

// The cast. A key is the hash of its owner's role.

const [owner, voucherSigner, merchant, buyer, relayer, issuer, verifier, streamer, ...recipients] = [
  ...["owner", "voucher signer", "merchant", "buyer", "relayer", "issuer", "verifier", "streamer"],
  ...["first recipient", "second recipient", "third recipient", "fourth recipient"],
].map(account);

const token = contract("testkit", "TestToken", ["Test Dollar", "TUSD", 6]);
const collection = contract("nft", "VoucherCollection", [
  "Spring Harvest",
  "SPRING",
  "https://example.com/tokens/",
  owner.address,
  voucherSigner.address,
  merchant.address,
  500n,
]);
const statusRegistry = contract("did", "CredentialStatusRegistry", []);
const didRegistry = contract("did", "EthereumDidRegistry", []);
const provenance = contract("provenance", "ProvenanceAnchor", []);
const splitRegistry = contract("rewards", "SplitRegistry", []);
const escrow = contract("rewards", "SaleEscrow", [splitRegistry.address]);
const distributor = contract("rewards", "RewardsDistributor", [token.address, owner.address]);
const contracts = [collection, statusRegistry, didRegistry, provenance, splitRegistry, escrow, distributor, token];

const nativePrice = parseEther("0.0123");
const tokenPrice = 49_990_000n;
const savings = 1_000_000_000n;

/** What went on before each scenario. */
const history = [
  ...[buyer, merchant, escrow, distributor].map(holdsTokens),
  ...[merchant, escrow].map(holdsCoin),
  ...[collection, escrow].map(({ address }) => send(buyer, token, "approve", [address, savings])),
  redeem({ tokenId: 1000n, recipient: relayer.address }),
];

// Vouchers.

const gift = { tokenId: 1001n };
const secondGift = { tokenId: 1002n };
const soldForCoin = { tokenId: 1001n, price: nativePrice };
const soldForTokens = { tokenId: 1001n, price: tokenPrice, currency: token.address };

function redeem(terms) {
  const voucher = {
    recipient: buyer.address,
    currency: zeroAddress,
    price: 0n,
    validUntil: BigInt(START + MONTH),
    epoch: 0,
    ...terms,
  };
  const due = voucher.currency === zeroAddress ? voucher.price : 0n;
  return async (request) => {
    const signature = await sign(voucherSigner, collection, "Lianbo Voucher", "Voucher", voucher);
    return send(buyer, collection, "redeem", [voucher, signature], due)(request);
  };
}

// Credential status.

const credential = 70_001n;
const neighbour = 70_002n;

function revoke(index) {
  return send(issuer, statusRegistry, "revoke", [index]);
}

// DIDs.

const attribute = [stringToHex("did/pub/Ed25519/veriKey/base64", { size: 32 }), hash("a key")];
const delegation = [stringToHex("veriKey", { size: 32 }), verifier.address];
const year = BigInt(12 * MONTH);

function changesDid(functionName, args) {
  return send(issuer, didRegistry, functionName, [issuer.address, ...args]);
}

/** The owner signs the bytes that ERC-1056 has, and another pays. */
async function setAttributeSigned(request) {
  const call = concat([stringToHex("setAttribute"), ...attribute, toHex(year, { size: 32 })]);
  const nonce = toHex(0n, { size: 32 });
  const signed = keccak256(concat(["0x1900", didRegistry.address, nonce, issuer.address, call]));
  const { v, r, s } = parseSignature(await issuer.sign({ hash: signed }));
  const args = [issuer.address, Number(v), r, s, ...attribute, year];
  return send(relayer, didRegistry, "setAttributeSigned", args)(request);
}

// Provenance.

const youngLog = { root: hash("root of the young log"), size: 1000n };
const fullLog = { size: 1n << BigInt(DEPTH), leaf: hash("a leaf of the log"), index: 0b10101010101010101010n };
fullLog.root = siblings("log").reduce((node, sibling, level) => {
  const isRight = (fullLog.index >> BigInt(level)) & 1n;
  return sha256(concat(["0x01", ...(isRight ? [sibling, node] : [node, sibling])]));
}, fullLog.leaf);

function anchor({ root, size }) {
  return send(issuer, provenance, "anchor", [root, size]);
}

/**
 * The cost of the call over its base transaction, that is over the 21,000 and the calldata. Read from the trace, as what is
 * left before the first instruction less what is left after the last. A receipt tells it only as long as gasUsed exceeds the
 * floor price of the calldata (EIP-7623), which is close where a call so cheap carries a proof so long.
 */
function verifyInclusion({ root, size, leaf, index }) {
  const args = [issuer.address, root, size, leaf, index, siblings("log")];
  const call = { abi: provenance.abi, functionName: "verifyInclusion", args };
  return async (request) => {
    const transaction = { to: provenance.address, data: encodeFunctionData(call) };
    const { structLogs, returnValue } = await request("debug_traceCall", transaction, "latest", { disableStack: true });
    if (!decodeFunctionResult({ ...call, data: returnValue })) throw new Error("the inclusion proof does not verify");
    const last = structLogs.at(-1);
    return structLogs[0].gas - (last.gas - last.gasCost);
  };
}

// Splits and escrow.

const shares = [6000, 2500, 1000, 500].map((bps, i) => ({ recipient: recipients[i].address, bps }));
const order = {
  orderId: hash("order"),
  buyer: buyer.address,
  verifier: verifier.address,
  currency: token.address,
  amount: tokenPrice,
  splitId: keccak256(encodeAbiParameters(splitRegistry.abi.find(({ name }) => name === "create").inputs, [shares])),
  itemKey: hash("item"),
  refundAfter: BigInt(START + MONTH),
};
const nativeOrder = { ...order, currency: zeroAddress, amount: nativePrice };
const passportHash = hash("passport");

const createSplit = send(merchant, splitRegistry, "create", [shares]);
const deposit = send(buyer, escrow, "deposit", [order]);
const depositNative = send(buyer, escrow, "deposit", [nativeOrder], nativePrice);
const refund = send(relayer, escrow, "refund", [order]);
const withdraw = send(recipients[0], escrow, "withdraw", [token.address]);

async function release(request) {
  const passport = { orderId: order.orderId, itemKey: order.itemKey, passportHash };
  const delivery = { orderId: order.orderId };
  const verified = await sign(verifier, escrow, "Lianbo Sale Escrow", "PassportVerified", passport);
  const delivered = await sign(buyer, escrow, "Lianbo Sale Escrow", "DeliveryConfirmed", delivery);
  return send(relayer, escrow, "release", [order, shares, passportHash, verified, delivered])(request);
}

/** As long as the token refuses every call, each recipient gets a credit instead of its part. */
async function releaseAsCredits(request) {
  const code = await request("eth_getCode", token.address, "latest");
  const revertAlways = "0x5f5ffd";
  await request("anvil_setCode", token.address, revertAlways);
  await release(request);
  await request("anvil_setCode", token.address, code);
}

async function refundFallsDue(request) {
  await request("evm_setNextBlockTimestamp", toHex(order.refundAfter));
}

// Rewards.

const firstEpoch = { epoch: 1n, earned: 1_234_567n, total: 500_000_000n };
const secondEpoch = { epoch: 2n, earned: 2_345_678n, total: 900_000_000n };

function publish({ epoch, earned, total }) {
  return send(owner, distributor, "publishEpoch", [epoch, rewardsRoot(earned), total, hash("rules")]);
}

function claim({ earned }) {
  return send(relayer, distributor, "claim", [streamer.address, earned, siblings("rewards")]);
}

function rewardsRoot(earned) {
  const entry = encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [streamer.address, earned]);
  const leaf = keccak256(keccak256(entry));
  return siblings("rewards").reduce((node, sibling) => keccak256(concat([node, sibling].sort())), leaf);
}

// The scenarios. A figure is what the last step costs.

const scenarios = {
  "voucher.redeem.free": [redeem(gift)],
  "voucher.redeem.paid": [redeem(soldForCoin)],
  "voucher.redeem.paidErc20": [redeem(soldForTokens)],
  "voucher.redeem.repeatBuyer": [redeem(gift), redeem(secondGift)],

  "status.revoke.newWord": [revoke(credential)],
  "status.revoke.sameWord": [revoke(credential), revoke(neighbour)],

  "did.ethr.changeOwner": [changesDid("changeOwner", [merchant.address])],
  "did.ethr.addDelegate": [changesDid("addDelegate", [...delegation, year])],
  "did.ethr.setAttribute.first": [changesDid("setAttribute", [...attribute, year])],
  "did.ethr.setAttribute.later": [changesDid("addDelegate", [...delegation, year]), changesDid("setAttribute", [...attribute, year])],
  "did.ethr.setAttributeSigned": [setAttributeSigned],
  "did.ethr.revokeAttribute": [changesDid("setAttribute", [...attribute, year]), changesDid("revokeAttribute", attribute)],

  "anchor.root.first": [anchor(youngLog)],
  "anchor.root.later": [anchor(youngLog), anchor(fullLog)],
  "anchor.verifyInclusion.depth20": [anchor(fullLog), verifyInclusion(fullLog)],

  "split.create": [createSplit],

  "escrow.deposit": [createSplit, deposit],
  "escrow.deposit.native": [createSplit, depositNative],
  // Warm and cold is whether the recipients hold some of the token before.
  "escrow.release4.warm": [...recipients.map(holdsTokens), createSplit, deposit, release],
  "escrow.release4.cold": [createSplit, deposit, release],
  "escrow.refund": [createSplit, deposit, refundFallsDue, refund],
  "escrow.withdraw": [createSplit, deposit, releaseAsCredits, withdraw],

  "epoch.publish.first": [publish(firstEpoch)],
  "epoch.publish.later": [publish(firstEpoch), publish(secondEpoch)],

  "claim.depth20.first": [publish(firstEpoch), claim(firstEpoch)],
  "claim.depth20.later": [publish(firstEpoch), claim(firstEpoch), publish(secondEpoch), claim(secondEpoch)],
};

const chain = ["--chain-id", CHAIN_ID, "--hardfork", HARDFORK, "--timestamp", START, "--enable-tx-gas-limit"];
settle(join(workspace, "snapshots", "gas.json"), await withAnvil(chain, measure));

async function measure(request) {
  const figures = {};
  for (const { name, deployer, creation } of contracts) {
    figures[`deploy.${name}`] = await transact(request, name, { from: deployer, data: creation });
  }
  await run(history, request);
  for (const [name, steps] of Object.entries(scenarios)) {
    const before = await request("evm_snapshot");
    try {
      figures[name] = await run(steps, request);
    } catch (failure) {
      throw new Error(`${name} cannot be measured`, { cause: failure });
    }
    await request("evm_revert", before);
  }
  return figures;
}

async function run(steps, request) {
  let gas;
  for (const step of steps) gas = await step(request);
  return gas;
}

function settle(path, figures) {
  const recorded = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const changes = Object.keys({ ...figures, ...recorded })
    .filter((name) => recorded[name] !== figures[name])
    .map((name) => `${name}: ${recorded[name] ?? "none"} -> ${figures[name] ?? "none"}`);
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
    console.log([`wrote ${relative(project, path)}`, ...changes].join("\n  "));
  } else if (changes.length > 0) {
    console.error(`Not what the transactions cost (npm run gas writes it anew):\n  ${changes.join("\n  ")}`);
    process.exitCode = 1;
  }
}

// Steps: functions that take the connection, do one thing and give the gas it used, where it is a transaction.

function send(sender, { address, abi }, functionName, args, value = 0n) {
  const data = encodeFunctionData({ abi, functionName, args });
  const transaction = { from: sender.address, to: address, value: toHex(value), data };
  return (request) => transact(request, functionName, transaction);
}

function holdsTokens({ address }) {
  return send(owner, token, "mint", [address, savings]);
}

function holdsCoin({ address }) {
  return (request) => request("anvil_setBalance", address, toHex(parseEther("1")));
}

async function transact(request, what, transaction) {
  await holdsCoin({ address: transaction.from })(request);
  const { status, gasUsed } = await request("eth_sendTransactionSync", { ...transaction, gas: toHex(GAS_LIMIT) });
  if (status !== "0x1") throw new Error(`the transaction fails: ${what}`);
  return Number(gasUsed);
}

// What the cast is made of.

function account(role) {
  return privateKeyToAccount(hash(`key of the ${role}`));
}

/** A contract at an address that depends on its name alone, so that another contract more moves none. */
function contract(area, name, args) {
  const { abi, bytecode } = artifact(area, name);
  const deployer = account(`deployer of ${name}`).address;
  const creation = encodeDeployData({ abi, bytecode, args });
  return { name, abi, deployer, creation, address: getContractAddress({ from: deployer, nonce: 0n }) };
}

function hash(text) {
  return keccak256(stringToHex(text));
}

/** A proof's hashes. The tree around them is never built: its root follows from a leaf and these. */
function siblings(tree) {
  return Array.from({ length: DEPTH }, (_, level) => hash(`sibling in the ${tree}, level ${level}`));
}

function sign(signer, { address }, name, primaryType, message) {
  const domain = { name, version: "1", chainId: CHAIN_ID, verifyingContract: address };
  return signer.signTypedData({ domain, types: signedTypes(), primaryType, message });
}

function signedTypes() {
  return {
    Voucher: [
      { name: "tokenId", type: "uint256" },
      { name: "recipient", type: "address" },
      { name: "currency", type: "address" },
      { name: "price", type: "uint256" },
      { name: "validUntil", type: "uint64" },
      { name: "epoch", type: "uint32" },
    ],
    PassportVerified: [
      { name: "orderId", type: "bytes32" },
      { name: "itemKey", type: "bytes32" },
      { name: "passportHash", type: "bytes32" },
    ],
    DeliveryConfirmed: [{ name: "orderId", type: "bytes32" }],
  };
}
