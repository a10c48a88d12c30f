// Writes what one whole transaction of each kind costs into snapshots/gas.json: the gasUsed of its receipt on a fresh anvil.
// With --check it writes nothing and fails on any figure that differs. The table of README.md is made of the same figures.
//
// The committed artifacts are measured, which npm run check:build compares with the sources: they are what users deploy.
// Whatever reaches the calldata is fixed (keys, addresses, ids, times, hence signatures), because zero bytes cost less than
// others; so the figures are the same in every run and on every machine.
//
// Each scenario starts from the same state, in which business has gone on for a while: contracts that hold money hold other
// sales' money too, and payers keep some change and allowance. So the refund for an emptied slot flatters no figure.
//
// Peers of ours are measured in the same run, on the same chain, from a state as favourable to them: their names begin with "peer.".

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import {
  concat,
  decodeFunctionResult,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  encodePacked,
  getContractAddress,
  keccak256,
  parseEther,
  parseSignature,
  serializeCompactSignature,
  sha256,
  signatureToCompactSignature,
  stringToHex,
  toHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { withAnvil } from "./anvil.mjs";
import { withGasTable } from "./gas-table.mjs";
import { peerArtifact } from "./peers.mjs";
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
const collectionConfig = {
  name: "Spring Harvest",
  symbol: "SPRING",
  baseUri: "https://example.com/tokens/",
  contractUri: "https://example.com/collection.json",
  owner: owner.address,
  voucherSigner: voucherSigner.address,
  payout: merchant.address,
  royaltyBps: 500n,
  maxTokenId: 1_000_000n,
  soulbound: false,
  membership: zeroAddress,
};
const collection = contract("nft", "VoucherCollection", [collectionConfig]);
const editions = contract("nft", "EditionCollection", [collectionConfig]);
const badges = contract("nft", "BadgeCollection", [
  {
    name: "Spring Show",
    symbol: "SHOW",
    baseUri: "https://example.com/badges/",
    contractUri: "https://example.com/badges.json",
    owner: owner.address,
    minter: relayer.address,
    payout: zeroAddress,
    royaltyBps: 0n,
    transferable: false,
  },
]);
const implementations = [collection.address, editions.address, badges.address];
const factory = contract("nft", "CollectionFactory", implementations);
const blindBox = contract("nft", "BlindBox", []);
const passes = contract("nft", "MembershipPass", [
  {
    name: "Tea Club",
    symbol: "CLUB",
    baseUri: "https://example.com/tiers/",
    contractUri: "https://example.com/club.json",
    owner: owner.address,
    minter: relayer.address,
    offerSigner: voucherSigner.address,
    payout: merchant.address,
  },
]);
const desk = contract("nft", "RedemptionDesk", [merchant.address, relayer.address]);
const statusRegistry = contract("did", "CredentialStatusRegistry", []);
const didRegistry = contract("did", "EthereumDidRegistry", []);
const provenance = contract("provenance", "ProvenanceAnchor", []);
const issuerRegistry = contract("provenance", "IssuerRegistry", [owner.address]);
const bizSteps = ["shipping", "inspecting", "assembling"].map((step) => sha256(stringToHex(`https://ref.gs1.org/cbv/BizStep-${step}`)));
const policy = [provenance.address, issuerRegistry.address, issuer.address, BigInt(MONTH), bizSteps];
const gate = contract("provenance", "ProvenanceGate", policy);
const splitRegistry = contract("rewards", "SplitRegistry", []);
const escrow = contract("rewards", "SaleEscrow", [splitRegistry.address]);
const settlement = contract("rewards", "Settlement", [splitRegistry.address]);
const ruleRegistry = contract("rewards", "RuleRegistry", [owner.address, BigInt(MONTH / 30)]);
const distributorConfig = {
  token: token.address,
  owner: owner.address,
  guardian: zeroAddress,
  rules: zeroAddress,
  delay: 0n,
  maxIncrease: 1_000_000_000_000n,
};
const distributor = contract("rewards", "RewardsDistributor", [distributorConfig]);
const pool = { address: getContractAddress({ from: distributor.address, nonce: 1n }) };
/** One whose epochs wait for a day, under rules that are looked up. */
const guardedConfig = { ...distributorConfig, guardian: verifier.address, rules: ruleRegistry.address, delay: BigInt(MONTH / 30) };
const guarded = deployed("RewardsDistributor.guarded", artifact("rewards", "RewardsDistributor"), [guardedConfig]);
const reviewAnchor = contract("rewards", "ReviewAnchor", []);
/** Prizes are valued in fen, and worth CNY 50,000 at most. */
const raffle = contract("rewards", "Raffle", [stringToHex("CNY"), 5_000_000n]);
const loyaltyConfig = {
  ...{ name: "Tea Points", symbol: "TEA", decimals: 0, owner: owner.address, minter: relayer.address },
  ...{ maxSupply: 1_000_000_000n, startsAt: BigInt(START), epochLength: BigInt(MONTH / 4), epochCap: 1_000_000n, halvingEpochs: 52n },
  ...{ transferable: false, votes: false },
};
const loyalty = contract("rewards", "LoyaltyToken", [loyaltyConfig]);
const voteConfig = {
  ...{ name: "Tea Club", token: loyalty.address, votingDelay: MONTH / 30, votingPeriod: MONTH / 4, voteExtension: MONTH / 15 },
  ...{ proposalThreshold: 0n, quorumPercent: 4n, timelockDelay: BigInt(MONTH / 15) },
};
const vote = contract("rewards", "ProductVote", [voteConfig]);
/** One over a token that votes. */
const votingToken = deployed("LoyaltyToken.voting", artifact("rewards", "LoyaltyToken"), [{ ...loyaltyConfig, votes: true }]);
const voting = deployed("ProductVote.voting", artifact("rewards", "ProductVote"), [{ ...voteConfig, token: votingToken.address }]);
const contracts = [
  ...[collection, editions, badges, factory, blindBox, passes, desk],
  ...[statusRegistry, didRegistry, provenance, issuerRegistry, gate],
  ...[splitRegistry, escrow, settlement, ruleRegistry, distributor, loyalty, vote, token],
  ...[reviewAnchor, raffle],
];

const nativePrice = parseEther("0.0123");
const tokenPrice = 49_990_000n;
const savings = 1_000_000_000n;

/** What went on before each scenario. */
const history = [
  ...[buyer, merchant, escrow, settlement, distributor, pool, collection, blindBox].map(holdsTokens),
  ...[merchant, escrow, settlement, collection, blindBox, passes].map(holdsCoin),
  ...[collection, escrow, settlement, blindBox].map(({ address }) => send(buyer, token, "approve", [address, savings])),
  redeem({ tokenId: 1000n, recipient: relayer.address }),
  redeem({ tokenId: copy(0n), recipient: relayer.address }, editions),
  setPlan(),
  grant(relayer),
  listPerk("parcel"),
  listPerk("tasting"),
  openRequest(relayer, 1000n, "parcel"),
];

// Vouchers.

const gift = { tokenId: 1001n };
const secondGift = { tokenId: 1002n };
const soldForCoin = { tokenId: 1001n, price: nativePrice };
const soldForTokens = { tokenId: 1001n, price: tokenPrice, currency: token.address };

const firstShow = viewersOf("first show", 100);
const secondShow = viewersOf("second show", 100);
const fullHouse = viewersOf("full house", 1228);

/** Accounts that nothing else here knows, in the order that badges are minted in. */
function viewersOf(show, size) {
  return Array.from({ length: size }, (_, seat) => `0x${hash(`${show}, seat ${seat}`).slice(-40)}`).sort();
}

/** What one of many costs, when they share a transaction: rounded up. */
function each(many, step) {
  return async (request) => Math.ceil((await step(request)) / many.length);
}

function voucher(terms) {
  return {
    recipient: buyer.address,
    currency: zeroAddress,
    price: 0n,
    validFrom: BigInt(START),
    validUntil: BigInt(START + MONTH),
    epoch: 0,
    minTier: 0,
    maxPerBuyer: 0,
    soulbound: false,
    ...terms,
  };
}

function redeem(terms, at = collection, signer = voucherSigner) {
  const promise = voucher(terms);
  const due = promise.currency === zeroAddress ? promise.price : 0n;
  return async (request) => {
    const signature = await signVoucher(at, "Voucher", promise, signer);
    return send(buyer, at, "redeem", [promise, signature], due)(request);
  };
}

/** A voucher of its own for each of the audience, in one transaction. */
function redeemBatch(skip) {
  const vouchers = firstShow.map((recipient, i) => voucher({ recipient, tokenId: 2000n + BigInt(i) }));
  return each(firstShow, async (request) => {
    const signatures = await Promise.all(vouchers.map((promise) => signVoucher(collection, "Voucher", promise)));
    return send(relayer, collection, "redeemBatch", [vouchers, signatures, skip])(request);
  });
}

/** One signature for the whole audience. */
function redeemList(skip, at = collection, firstTokenId = 2000n) {
  const period = { validFrom: BigInt(START), validUntil: BigInt(START + MONTH) };
  const list = { firstTokenId, recipients: firstShow, ...period, epoch: 0, soulbound: false };
  return each(firstShow, async (request) => {
    const signature = await signVoucher(at, "VoucherList", list);
    return send(relayer, at, "redeemList", [list, signature, skip])(request);
  });
}

/** What a voucher may ask for beside: another signer, a membership that costs next to nothing itself, a token that stays. */
const addSigner = send(owner, collection, "addVoucherSigner", [verifier.address]);
const membership = account("membership");
const setMembership = send(owner, collection, "setMembership", [membership.address]);

async function everybodyIsAMember(request) {
  const returnOne = "0x60015f5260205ff3";
  await request("anvil_setCode", membership.address, returnOne);
}

/** The token id of a copy of the item that is sold here. */
function copy(serial) {
  return (7n << 64n) | serial;
}

/** The same collection as a clone. */
const clone = { ...collection, address: cloneOf(collection) };

function cloneOf({ address }) {
  const salt = keccak256(encodeAbiParameters([{ type: "address" }, { type: "bytes32" }], [merchant.address, hash("salt")]));
  return getContractAddress({ opcode: "CREATE2", from: factory.address, salt, bytecode: minimalProxy({ address }) });
}

/** The creation code of a clone (EIP-1167). */
function minimalProxy({ address }) {
  return concat(["0x3d602d80600a3d3981f3363d3d373d3d3d363d73", address, "0x5af43d82803e903d91602b57fd5bf3"]);
}

const createClone = send(merchant, factory, "createVouchers", [collectionConfig, hash("salt")]);

/** In the shorter form (EIP-2098), as the SDK sends it. */
async function signVoucher(at, primaryType, message, signer = voucherSigner) {
  const signature = await sign(signer, at, "Lianbo Voucher", primaryType, message);
  return serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
}

// Badges.

function mintBadges(viewers) {
  return send(relayer, badges, "mint", [viewers]);
}

function mintBadgesOnce(viewers) {
  return send(relayer, badges, "mintOnce", [hash("show"), viewers]);
}

const burnBadge = send(buyer, badges, "burn", [1n]);

// Blind boxes.

const serverSeed = hash("server seed");
const prizes = Array.from({ length: 1024 }, (_, position) => BigInt(7000 + position));
const prizeTree = merkleTree(prizes.map((prize, position) => prizeLeaf(BigInt(position), prize)));
const minter = account("minter of prizes");
const provider = account("provider of randomness");
const boxes = {
  seller: merchant.address,
  seedCommitment: keccak256(serverSeed),
  prizeRoot: prizeTree.at(-1)[0],
  supply: prizes.length,
  maxPerBuyer: 0,
  opensAt: START,
  closesAt: START + MONTH,
  revealBy: START + 2 * MONTH,
  currency: zeroAddress,
  price: nativePrice / 1000n,
  bond: parseEther("0.5"),
  minter: minter.address,
  provider: zeroAddress,
};
const limitedBoxes = { ...boxes, maxPerBuyer: 5 };
const boxesForTokens = { ...boxes, currency: token.address, price: tokenPrice, bond: 500_000_000n };
// A block's hash is another in each run, and with it what a box has drawn.
const boxesWithProvider = { ...boxes, provider: provider.address };

/** A minter that takes note of nothing, and a provider that always has the same word. */
async function othersAnswer(request) {
  await request("anvil_setCode", minter.address, "0x00");
  const returnTheWord = concat(["0x60015f527f", hash("random word"), "0x60205260405ff3"]);
  await request("anvil_setCode", provider.address, returnTheWord);
}

function saleIdOf(sale) {
  const { inputs } = blindBox.abi.find(({ name }) => name === "create");
  const types = [{ type: "uint256" }, { type: "address" }, ...inputs];
  return keccak256(encodeAbiParameters(types, [BigInt(CHAIN_ID), blindBox.address, sale]));
}

const createSale = (sale) => send(merchant, blindBox, "create", [sale], sale.currency === zeroAddress ? sale.bond : 0n);

function buyBoxes(sale, quantity, from = buyer) {
  const due = sale.currency === zeroAddress ? sale.price * BigInt(quantity) : 0n;
  return send(from, blindBox, "buy", [saleIdOf(sale), quantity, hash("entropy")], due);
}

const approveBond = send(merchant, token, "approve", [blindBox.address, savings]);

/** A sale in which somebody has bought before. */
const openSale = (sale) => [othersAnswer, createSale(sale), buyBoxes(sale, 1, relayer)];

/** The buyer has box 1, and the last of the others closed the sale. */
function closedSale(sale) {
  const wait = (request) => request("anvil_mine", toHex(48));
  return [...openSale(sale), buyBoxes(sale, 1), buyBoxes(sale, prizes.length - 2, issuer), wait];
}

const captureHash = (sale) => send(relayer, blindBox, "capture", [saleIdOf(sale)]);
const revealSeed = (sale) => send(merchant, blindBox, "reveal", [saleIdOf(sale), serverSeed]);
const drawnSale = [
  ...closedSale(boxesWithProvider),
  send(relayer, blindBox, "request", [saleIdOf(boxesWithProvider)]),
  revealSeed(boxesWithProvider),
];

/** Boxes 0 and 1 are of one purchase each. */
function claimBox(box) {
  return async (request) => {
    const saleId = saleIdOf(boxesWithProvider);
    const data = encodeFunctionData({ abi: blindBox.abi, functionName: "positionOf", args: [saleId, box] });
    const position = Number(await request("eth_call", { to: blindBox.address, data }, "latest"));
    const proof = prizeTree.slice(0, -1).map((level, depth) => level[(position >> depth) ^ 1]);
    return send(relayer, blindBox, "claim", [saleId, box, box, prizes[position], proof])(request);
  };
}

async function revealIsTooLate(request) {
  await request("evm_setNextBlockTimestamp", toHex(boxes.revealBy + 1));
}

function prizeLeaf(position, prize) {
  return keccak256(keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "uint256" }], [position, prize])));
}

/** All levels of a whole tree, the leaves first. */
function merkleTree(leaves) {
  const levels = [leaves];
  while (levels.at(-1).length > 1) {
    const below = levels.at(-1);
    levels.push(Array.from({ length: below.length / 2 }, (_, i) => keccak256(concat([below[2 * i], below[2 * i + 1]].sort()))));
  }
  return levels;
}

// Memberships.

function setPlan() {
  return send(owner, passes, "setPlan", [2, zeroAddress, nativePrice, MONTH]);
}

function grant({ address }) {
  return send(relayer, passes, "grant", [[address], 2, START + MONTH]);
}

function renewPass({ address }) {
  const plan = { currency: zeroAddress, price: nativePrice, duration: MONTH };
  return send(buyer, passes, "renew", [address, plan], nativePrice);
}

function redeemOffer() {
  const validUntil = BigInt(START + MONTH);
  const terms = { currency: zeroAddress, price: nativePrice, validUntil };
  const offer = { account: buyer.address, tier: 2, duration: BigInt(MONTH), ...terms, nonce: 0 };
  return async (request) => {
    const signature = await sign(voucherSigner, passes, "Lianbo Membership", "PassOffer", offer);
    const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
    return send(buyer, passes, "redeemOffer", [offer, compact], nativePrice)(request);
  };
}

// Redemption of what tokens promise.

/** The contract's numbers of the modes in which a token is kept for its holder, and burnt. */
function perkMode(perk) {
  return { tasting: 1, parcel: 2 }[perk];
}

function listPerk(perk) {
  const rule = { mode: perkMode(perk), acceptWithin: MONTH / 10, fulfilWithin: MONTH / 2, sink: zeroAddress };
  return send(merchant, desk, "setPerk", [collection.address, hash(perk), rule]);
}

/** Hands a token in by sending it to the desk. */
function openRequest(holder, tokenId, perk) {
  const data = concat([hash(perk), hash("salt and encrypted address")]);
  return send(holder, collection, "safeTransferFrom", [holder.address, desk.address, tokenId, data]);
}

function acceptRequest(tokenId, perk) {
  return send(relayer, desk, "accept", [collection.address, tokenId, hash(perk), 1]);
}

function fulfilRequest(tokenId, perk) {
  return send(relayer, desk, "fulfil", [collection.address, tokenId, hash(perk), 1, hash("waybill")]);
}

/** From the voucher to the parcel, or to the cup of tea after which the holder has the token again. */
function upToAcceptance(perk) {
  return [redeem(gift), openRequest(buyer, gift.tokenId, perk), acceptRequest(gift.tokenId, perk)];
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

const youngLog = { root: hash("root of the young log"), size: 1000n, sequence: 0n };
const fullLog = { size: 1n << BigInt(DEPTH), sequence: 1n, leaf: hash("a leaf of the log"), index: 0b10101010101010101010n };
fullLog.root = logRoot(fullLog);

function logRoot({ leaf, index }) {
  return siblings("log").reduce((node, sibling, level) => {
    const isRight = (index >> BigInt(level)) & 1n;
    return sha256(concat(["0x01", ...(isRight ? [sibling, node] : [node, sibling])]));
  }, leaf);
}

function anchor({ root, size, sequence }, where = provenance) {
  return send(issuer, where, "anchor", [root, (size << 216n) | sequence]);
}

/**
 * The cost of the call over its base transaction, that is over the 21,000 and the calldata. Read from the trace, as what is
 * left before the first instruction less what is left after the last. A receipt tells it only as long as gasUsed exceeds the
 * floor price of the calldata (EIP-7623), which is close where a call so cheap carries a proof so long.
 */
function verifyInclusion({ root, size, sequence, leaf, index }) {
  return async (request) => {
    const { timestamp } = await request("eth_getBlockByNumber", "latest", false);
    const anchored = (size << 216n) | (BigInt(timestamp) << 64n) | sequence;
    const args = [issuer.address, root, anchored, leaf, index, siblings("log")];
    const call = { abi: provenance.abi, functionName: "verifyInclusion", args };
    const transaction = { to: provenance.address, data: encodeFunctionData(call) };
    const { structLogs, returnValue } = await request("debug_traceCall", transaction, "latest", { disableStack: true });
    if (!decodeFunctionResult({ ...call, data: returnValue })) throw new Error("the inclusion proof does not verify");
    const last = structLogs.at(-1);
    return structLogs[0].gas - (last.gas - last.gasCost);
  };
}

// The head of an item's history comes first, and each step is the only parent of the one before.
const itemLeaves = [];
for (const [place, step] of [...bizSteps.entries()].reverse()) {
  const parents = itemLeaves.slice(0, 1).map((leaf) => leafHash(leaf));
  const fixed = ["0x01", hash("item"), step, hash(`commitment ${place}`), issuer.address];
  const time = toHex(BigInt(START - (place + 1) * MONTH) * 1000n, { size: 8 });
  itemLeaves.unshift(concat([...fixed, time, toHex(parents.length, { size: 2 }), ...parents]));
}
const itemLog = { size: 1n << BigInt(DEPTH), sequence: 0n, leaf: leafHash(itemLeaves[0]), index: fullLog.index };
itemLog.root = logRoot(itemLog);
itemLog.time = BigInt(START + MONTH / 2);

function leafHash(leaf) {
  return sha256(concat(["0x00", leaf]));
}

/** At a time that is fixed, since it becomes calldata. */
async function anchorItem(request) {
  await request("evm_setNextBlockTimestamp", toHex(itemLog.time));
  return anchor(itemLog)(request);
}

function authorise(step) {
  return send(owner, issuerRegistry, "authorise", [issuer.address, step, BigInt(START - 12 * MONTH)]);
}

// Splits and escrow.

const shares = [6000, 2500, 1000, 500].map((bps, i) => ({ recipient: recipients[i].address, bps }));
const splitId = keccak256(encodeAbiParameters(splitRegistry.abi.find(({ name }) => name === "create").inputs, [shares]));
const [termsType, , orderType] = escrow.abi.find(({ name }) => name === "release").inputs;
const termsOf = (conditions, kept = false) => ({
  ...{ seller: merchant.address, arbiter: owner.address, splitId },
  ...{ acceptance: MONTH / 4, arbitration: MONTH / 4, kept, conditions },
});
const termsIdOf = (terms) => keccak256(encodeAbiParameters([termsType], [terms]));
const orderIdOf = (order) => keccak256(encodeAbiParameters([orderType], [order]));
const terms = termsOf([verifier.address]);
const order = {
  termsId: termsIdOf(terms),
  buyer: buyer.address,
  currency: token.address,
  amount: tokenPrice,
  sponsor: zeroAddress,
  discount: 0n,
  itemKey: hash("item"),
  shipBy: BigInt(START + MONTH),
  salt: 1n,
};
const nativeOrder = { ...order, currency: zeroAddress, amount: nativePrice };
const passportHash = hash("passport");

const createSplit = send(merchant, splitRegistry, "create", [shares]);
const deposit = send(buyer, escrow, "deposit", [order]);
const depositNative = send(buyer, escrow, "deposit", [nativeOrder], nativePrice);
const refund = send(relayer, escrow, "refund", [order]);
const withdraw = send(recipients[0], escrow, "withdraw", [token.address]);

async function attest({ itemKey }, orderId) {
  const met = { orderId, itemKey, evidence: passportHash };
  return { evidence: passportHash, signature: await sign(verifier, escrow, "Lianbo Sale Escrow", "ConditionMet", met) };
}

/** As a warehouse does, some orders at once. */
function ship(orders) {
  return async (request) => {
    const shipments = await Promise.all(
      orders.map(async (one) => ({ order: one, attestations: [await attest(one, orderIdOf(one))] })),
    );
    return send(merchant, escrow, "ship", [terms, shipments])(request);
  };
}

/** Straight from payment, with the passport verified and delivery confirmed in one transaction. */
async function release(request) {
  const delivered = await confirmDelivery(order);
  return send(relayer, escrow, "release", [terms, shares, order, [await attest(order, orderIdOf(order))], delivered])(request);
}

async function confirmDelivery(one) {
  return sign(buyer, escrow, "Lianbo Sale Escrow", "DeliveryConfirmed", { orderId: orderIdOf(one) });
}

async function releaseShipped(request) {
  return send(relayer, escrow, "release", [terms, shares, order, [], await confirmDelivery(order)])(request);
}

async function dispute(request) {
  const opened = { orderId: orderIdOf(order), reason: hash("the cake is broken") };
  const signature = await sign(buyer, escrow, "Lianbo Sale Escrow", "DisputeOpened", opened);
  return send(relayer, escrow, "dispute", [terms, order, opened.reason, signature])(request);
}

const resolve = send(owner, escrow, "resolve", [terms, shares, order, tokenPrice / 3n]);
const refundPart = send(merchant, escrow, "refundBySeller", [terms, order, tokenPrice / 3n]);

/** A show of 32 orders by one buyer, of different items. */
const showOrders = Array.from({ length: 32 }, (_, i) => ({ ...order, amount: 4_990_000n, itemKey: hash(`item ${i}`), salt: BigInt(i + 1) }));
const depositShow = showOrders.map((one) => send(buyer, escrow, "deposit", [one]));

async function acceptanceIsOver(request) {
  await request("evm_setNextBlockTimestamp", toHex(order.shipBy + BigInt(MONTH)));
}

const releaseShow = each(showOrders, send(relayer, escrow, "releaseBatch", [terms, shares, showOrders]));

const gatedTerms = termsOf([gate.address]);
const gatedOrder = { ...order, termsId: termsIdOf(gatedTerms) };

/** With a proof that a contract checks in place of the verifier's signature. */
async function releaseByGate(request) {
  const evidence = {
    root: itemLog.root,
    anchored: (itemLog.size << 216n) | (itemLog.time << 64n) | itemLog.sequence,
    leafIndex: itemLog.index,
    proof: siblings("log"),
    steps: itemLeaves.map((leaf, place) => ({ leaf, child: BigInt(Math.max(0, place - 1)), position: 0n })),
  };
  const check = { abi: gate.abi, functionName: "check", args: [order.itemKey, evidence] };
  const passport = await request("eth_call", { to: gate.address, data: encodeFunctionData(check) }, "latest");
  const evidenceType = gate.abi.find(({ name }) => name === "check").inputs[1];
  const proof = encodeAbiParameters(
    [{ type: "bytes32" }, { type: "bytes32" }, evidenceType],
    [orderIdOf(gatedOrder), order.itemKey, evidence],
  );
  const attestations = [{ evidence: passport, signature: proof }];
  const delivered = await confirmDelivery(gatedOrder);
  return send(relayer, escrow, "release", [gatedTerms, shares, gatedOrder, attestations, delivered])(request);
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
  await request("evm_setNextBlockTimestamp", toHex(order.shipBy + 1n));
}

// Promotions and bonds.

/** A sale that keeps its records, as rebates and bonds need it, without a condition. */
const promoted = termsOf([], true);
const fund = {
  ...{ escrow: escrow.address, termsId: termsIdOf(promoted), currency: token.address },
  ...{ owner: merchant.address, endsAt: BigInt(START + 6 * MONTH) },
};
const bundleParts = ["cake", "pot", "cup"].map((item) => ({ itemKey: hash(item), amount: tokenPrice, discount: tokenPrice / 5n }));
const groupPrice = 4_990_000n;
const coupons = contract("rewards", "CouponPromotion", [fund, issuer.address]);
const bundle = contract("rewards", "BundlePromotion", [fund, bundleParts]);
const group = contract("rewards", "GroupBuy", [escrow.address, token.address, groupPrice, 32n, order.shipBy - 1n, order.shipBy]);
const rebates = contract("rewards", "RebatePool", [fund, promoted, 500, tokenPrice]);
const bond = contract("rewards", "AuthenticityBond", [fund, promoted, verifier.address, 30_000]);
// They look at the escrow and the token, and so come after them.
contracts.push(coupons, bundle, group, rebates, bond);

const promotedOrder = { ...order, termsId: fund.termsId };
const depositPromoted = send(buyer, escrow, "deposit", [promotedOrder]);

async function releasePromoted(request) {
  return send(relayer, escrow, "release", [promoted, shares, promotedOrder, [], await confirmDelivery(promotedOrder)])(request);
}

function sponsored(sponsor, discount, one = promotedOrder) {
  return { ...one, sponsor: sponsor.address, discount };
}

/** With money for others, and an allowance that is not used up. */
const opened = (promotion) => [holdsTokens(promotion), send(buyer, token, "approve", [promotion.address, savings])];

/** Ten percent for the buyer, by name. */
function buyWithCoupon(serial) {
  return async (request) => {
    const coupon = { serial, buyer: buyer.address, discount: tokenPrice, bps: 1000, minAmount: 1n, validUntil: fund.endsAt };
    const signature = await sign(issuer, coupons, "Lianbo Coupon Promotion", "Coupon", coupon);
    const bought = { ...sponsored(coupons, tokenPrice / 10n), salt: serial };
    return send(buyer, coupons, "buy", [coupon, signature, bought])(request);
  };
}

const bundleOrders = bundleParts.map(({ itemKey, discount }, i) => ({ ...sponsored(bundle, discount), itemKey, salt: BigInt(i) }));
const buyBundle = send(buyer, bundle, "buy", [bundleOrders]);

const groupTerms = termsOf([group.address]);
const groupOrders = Array.from({ length: 32 }, (_, seat) => account(`buyer in seat ${seat}`).address)
  .sort((one, another) => (BigInt(one) < BigInt(another) ? -1 : 1))
  .map((viewer) => ({ ...order, termsId: termsIdOf(groupTerms), buyer: viewer, amount: groupPrice }));
const completeGroup = send(relayer, group, "complete", [groupOrders]);
const joined = [createSplit, ...groupOrders.map((one) => send(buyer, escrow, "deposit", [one]))];
const groupAttestation = { evidence: groupOrders[0].termsId, signature: encodeAbiParameters([orderType], [groupOrders[0]]) };
const shipOfGroup = send(merchant, escrow, "ship", [groupTerms, [{ order: groupOrders[0], attestations: [groupAttestation] }]]);

async function claimBond(request) {
  const found = { orderId: orderIdOf(promotedOrder), itemKey: order.itemKey, evidence: hash("it is a fake") };
  const signature = await sign(verifier, bond, "Lianbo Authenticity Bond", "Counterfeit", found);
  return send(relayer, bond, "claim", [promotedOrder, found.evidence, signature])(request);
}

// Settlement.

const payDirectly = send(buyer, settlement, "pay", [token.address, tokenPrice, shares, hash("order")]);
const payDirectlyNative = send(buyer, settlement, "pay", [zeroAddress, nativePrice, shares, hash("order")], nativePrice);

const session = { operator: relayer.address, currency: token.address, splitId, closesAt: BigInt(START + MONTH), salt: hash("show") };
const sessionType = settlement.abi.find(({ name }) => name === "settle").inputs[0];
const sessionId = keccak256(encodeAbiParameters([sessionType], [session]));

/** Buyers who keep some of the token and, as wallets propose it, an allowance that is finite and not used up. */
const crowd = Array.from({ length: 160 }, (_, seat) => account(`buyer in seat ${seat}`));
const crowdIsReady = crowd.flatMap((viewer) => [holdsTokens(viewer), send(viewer, token, "approve", [settlement.address, savings])]);

/** Each of some buyers buys one thing; the session has settled others before, in the same word of marks. */
function settleBatch(first, size) {
  const buyers = crowd.slice(first, first + size);
  return each(buyers, async (request) => {
    const orders = await Promise.all(
      buyers.map(async (viewer, i) => {
        const message = { sessionId, index: BigInt(first + i), buyer: viewer.address, amount: tokenPrice, item: hash(`item ${first + i}`) };
        const signature = await sign(viewer, settlement, "Lianbo Settlement", "SaleOrder", message);
        return { ...message, signature: serializeCompactSignature(signatureToCompactSignature(parseSignature(signature))) };
      }),
    );
    return send(relayer, settlement, "settle", [session, shares, orders])(request);
  });
}

const openShow = [...recipients.map(holdsTokens), createSplit, ...crowdIsReady, settleBatch(0, 1)];

// Rewards.

const rewardSiblings = siblings("rewards");
const firstEpoch = { number: 1n, earned: 1_234_567n, cumulativeTotal: 5_000_000n };
const secondEpoch = { number: 2n, earned: 2_345_678n, cumulativeTotal: 9_000_000n };
/** A whole tree of 1,024 accounts. */
const audience = viewersOf("audience", 1024).map((address, i) => ({ address, earned: 500_000n + BigInt(i) }));
const audienceTree = merkleTree(audience.map(rewardLeaf).sort());
const audienceEpoch = { number: 1n, root: audienceTree.at(-1)[0], cumulativeTotal: 600_000_000n };
/** A hundred who are paid beside the tree. */
const pushedBatch = [1n, 7n, firstShow, firstShow.map((_, i) => 1_000_000n + BigInt(i))];
const pushEpoch = { number: 1n, earned: 1_234_567n, cumulativeTotal: 5_000_000n, pushRoot: pushRoot(), pushTotal: 200_000_000n };
// A raffle among a thousand, with three prizes of money and one of goods.

const secret = hash("secret of the raffle");
const raffleTerms = {
  organiser: merchant.address,
  secretCommitment: keccak256(secret),
  maxEntries: 10_000,
  opensAt: START + MONTH,
  entriesBy: START + MONTH + 3600,
  revealBy: START + 2 * MONTH,
  currency: zeroAddress,
  bond: parseEther("0.1"),
};
const rafflePrizes = [
  { count: 1, value: 5_000_000n, amount: parseEther("0.05"), goods: zeroHash },
  { count: 2, value: 1_000_000n, amount: parseEther("0.01"), goods: zeroHash },
  { count: 1, value: 39_900n, amount: 0n, goods: hash("a tea set") },
];
const entrants = Array.from({ length: 1_000 }, (_, i) => account(`entrant ${i}`).address.toLowerCase()).sort();

function raffleId() {
  const { inputs } = raffle.abi.find(({ name }) => name === "create");
  const types = [{ type: "uint256" }, { type: "address" }, ...inputs];
  return keccak256(encodeAbiParameters(types, [BigInt(CHAIN_ID), raffle.address, raffleTerms, rafflePrizes]));
}

const createRaffle = send(merchant, raffle, "create", [raffleTerms, rafflePrizes], parseEther("0.17"));
const raffleStep = (name) => send(relayer, raffle, name, [raffleId()]);

const enterAll = async (request) => {
  await request("evm_setNextBlockTimestamp", raffleTerms.opensAt);
  return send(merchant, raffle, "enter", [raffleId(), concat(entrants)])(request);
};
const entriesAreOver = (request) => request("evm_setNextBlockTimestamp", raffleTerms.entriesBy + 1);
const enteredRaffle = [createRaffle, enterAll, entriesAreOver];
const closedRaffle = [...enteredRaffle, raffleStep("close"), (request) => request("anvil_mine", toHex(48))];
const revealSecret = send(merchant, raffle, "reveal", [raffleId(), secret]);

/** Another block hash in the place of the one that was captured, which is another in every run: so the winners are the same. */
async function sameBeacon(request) {
  const raffles = 0n;
  const beaconInRaffle = 8n;
  const place = encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [raffleId(), raffles]);
  const slot = toHex(BigInt(keccak256(place)) + beaconInRaffle, { size: 32 });
  const captured = await request("eth_getStorageAt", raffle.address, slot, "latest");
  if (captured === zeroHash) throw new Error("the raffle keeps its beacon elsewhere");
  await request("anvil_setStorageAt", raffle.address, slot, hash("beacon"));
}
const drawnRaffle = [...closedRaffle, raffleStep("capture"), sameBeacon, revealSecret];

/** The node above a pair, the lesser half first. */
const pairOf = (one, other) => keccak256(concat(BigInt(one) < BigInt(other) ? [one, other] : [other, one]));

/** The nodes above the entrants: a heap, which the leaves fill from its end. */
function entryNodes() {
  const leaves = entrants.map((entrant, i) => {
    const leaf = encodeAbiParameters([{ type: "uint256" }, { type: "address" }], [BigInt(i), entrant]);
    return keccak256(keccak256(leaf));
  });
  const nodes = [...Array(leaves.length - 1), ...leaves.reverse()];
  for (let i = leaves.length - 2; i >= 0; i--) nodes[i] = pairOf(nodes[2 * i + 1], nodes[2 * i + 2]);
  return nodes;
}

function awardPlace(place) {
  return async (request) => {
    const data = encodeFunctionData({ abi: raffle.abi, functionName: "entryAt", args: [raffleId(), BigInt(place)] });
    const entry = Number(await request("eth_call", { to: raffle.address, data }, "latest"));
    const nodes = entryNodes();
    const proof = [];
    for (let node = nodes.length - 1 - entry; node > 0; node = (node - 1) >> 1) {
      proof.push(nodes[node % 2 === 1 ? node + 1 : node - 1]);
    }
    const win = { place, batch: 0, entrant: entrants[entry], proof };
    return send(relayer, raffle, "award", [raffleId(), rafflePrizes, [win]])(request);
  };
}

/** Rules that count, and a distributor under them. */
const guardedBefore = [
  send(owner, ruleRegistry, "announce", [hash("rules"), 0n]),
  (request) => request("evm_increaseTime", toHex(MONTH / 10)),
  (request) => transact(request, guarded.name, { from: guarded.deployer, data: guarded.creation }),
  holdsTokens({ address: getContractAddress({ from: guarded.address, nonce: 1n }) }),
];

/** A proposal whose vote runs: the first of three has voted on it. */
const proposedCall = [[token.address], [0n], ["0x"]];
const proposalTypes = ["address[]", "uint256[]", "bytes[]", "bytes32"].map((type) => ({ type }));
const proposalId = BigInt(keccak256(encodeAbiParameters(proposalTypes, [...proposedCall, hash("a proposal")])));
const voteRuns = [
  ...[votingToken, voting].map(({ name, deployer, creation }) => (request) => transact(request, name, { from: deployer, data: creation })),
  send(relayer, votingToken, "mint", [1n, [relayer, buyer, streamer].map(({ address }) => address), [100n, 100n, 100n]]),
  ...[relayer, buyer, streamer].map((voter) => send(voter, votingToken, "delegate", [voter.address])),
  send(relayer, voting, "propose", [...proposedCall, "a proposal"]),
  (request) => request("evm_increaseTime", toHex(MONTH / 15)),
  send(relayer, voting, "castVote", [proposalId, 1]),
];

function castBySignature(voter) {
  return async (request) => {
    const message = { proposalId, support: 1, voter: voter.address, nonce: 0n };
    const signature = await sign(voter, voting, voteConfig.name, "Ballot", message);
    return send(relayer, voting, "castVoteBySig", [proposalId, 1, voter.address, signature])(request);
  };
}

function epochOf({ earned, ...stated }) {
  return {
    startsAt: BigInt(START),
    engineVersion: 1,
    root: earned === undefined ? undefined : rewardsRoot(earned),
    rulesHash: hash("rules"),
    inputRoot: hash("inputs"),
    pushRoot: zeroHash,
    pushTotal: 0n,
    ...stated,
  };
}

function publish(stated) {
  return send(owner, distributor, "propose", [epochOf(stated)]);
}

function claim({ earned }) {
  return send(relayer, distributor, "claim", [streamer.address, earned, rewardSiblings]);
}

function rewardsRoot(earned) {
  return rewardSiblings.reduce(hashPair, rewardLeaf({ address: streamer.address, earned }));
}

function rewardLeaf({ address, earned }) {
  return keccak256(keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [address, earned])));
}

function hashPair(one, other) {
  return keccak256(concat([one, other].sort()));
}

/** Claims for every 32nd of the audience in the order of the leaves, as far from each other as can be. */
function claimMany(count) {
  const byLeaf = new Map(audience.map((entry) => [rewardLeaf(entry), entry]));
  const step = audience.length / count;
  const places = Array.from({ length: count }, (_, i) => i * step);
  const chosen = places.map((place) => byLeaf.get(audienceTree[0][place]));
  const [proof, flags] = [[], []];
  let open = places;
  for (const level of audienceTree.slice(0, -1)) {
    const above = [];
    for (let i = 0; i < open.length; i++) {
      const inside = open[i + 1] === (open[i] ^ 1);
      if (!inside) proof.push(level[open[i] ^ 1]);
      flags.push(inside);
      above.push(open[i] >> 1);
      if (inside) i++;
    }
    open = above;
  }
  const args = [chosen.map(({ address }) => address), chosen.map(({ earned }) => earned), proof, flags];
  return each(chosen, send(relayer, distributor, "claimMany", args));
}

function pushRoot() {
  const types = ["uint64", "uint256", "address[]", "uint256[]"].map((type) => ({ type }));
  return siblings("batches").slice(0, 5).reduce(hashPair, keccak256(keccak256(encodeAbiParameters(types, pushedBatch))));
}

const mintPoints = (viewers) => each(viewers, send(relayer, loyalty, "mint", [1n, viewers, viewers.map((_, i) => BigInt(i + 1))]));

const push = each(firstShow, send(relayer, distributor, "push", [...pushedBatch, siblings("batches").slice(0, 5)]));

/** At a time that is fixed, since it becomes calldata. */
function proposeGuarded(stated) {
  return async (request) => {
    const startsAt = BigInt(START + MONTH / 15) + stated.number;
    return send(owner, guarded, "propose", [epochOf({ ...stated, startsAt })])(request);
  };
}

function activateGuarded(stated) {
  return async (request) => {
    await request("evm_increaseTime", toHex(MONTH / 30));
    const startsAt = BigInt(START + MONTH / 15) + stated.number;
    return send(relayer, guarded, "activate", [epochOf({ ...stated, startsAt })])(request);
  };
}

// Peers: others' contracts that do what ours do, as far as they do it.

const uri = "https://example.com/tokens/1001"; // As much as one slot holds: these contracts store one for each token.
const nativeCoin = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

const signatureMint = peer("ERC721SignatureMint", [owner.address, "Spring Harvest", "SPRING", merchant.address, 500n, merchant.address]);
const tokenImplementation = peer("TokenERC721", []);
/** What a brand gets for a collection of its own. */
const tokenClone = deployed("TokenERC721.clone", { abi: tokenImplementation.abi, bytecode: minimalProxy(tokenImplementation) }, []);
const sale721A = peer("Airdrop721A", [owner.address, nativePrice]);
const splitter = peer("PaymentSplitter", [recipients.map(({ address }) => address), shares.map(({ bps }) => BigInt(bps))]);

// The second leaf of a tree is the streamer's, so that another's claim has opened the word of 256 marks that hers is in.
const uniswapClaims = [relayer, streamer].map(({ address }, index) => ({ index: BigInt(index), address, earned: 1_234_567n }));
const uniswapLeaves = uniswapClaims.map(({ index, address, earned }) =>
  keccak256(encodePacked(["uint256", "address", "uint256"], [index, address, earned])),
);
const uniswapPath = siblings("claims").slice(1);
const uniswapRoot = [uniswapLeaves[1], ...uniswapPath].reduce((node, sibling) => keccak256(concat([node, sibling].sort())), uniswapLeaves[0]);
const uniswap = peer("MerkleDistributor", [token.address, uniswapRoot]);

const peers = [signatureMint, tokenImplementation, tokenClone, sale721A, splitter, uniswap];

const initializeClone = send(owner, tokenClone, "initialize", [
  ...[owner.address, "Spring Harvest", "SPRING", "https://example.com/collection.json", []],
  ...[merchant.address, merchant.address, 500n, 0n, merchant.address],
]);

function mintWithSignature(at, domainName, to, price = 0n) {
  const quantity = at === signatureMint ? { quantity: 1n, pricePerToken: price } : { price };
  const message = {
    ...{ to: to.address, royaltyRecipient: zeroAddress, royaltyBps: 0n, primarySaleRecipient: merchant.address, uri, ...quantity },
    ...{ currency: nativeCoin, validityStartTimestamp: BigInt(START), validityEndTimestamp: BigInt(START + MONTH) },
    uid: hash(`uid of ${to.address}`),
  };
  const { name, components } = at.abi.find(({ name }) => name === "mintWithSignature").inputs[0];
  const domain = { name: domainName, version: "1", chainId: CHAIN_ID, verifyingContract: at.address };
  return async (request) => {
    const signature = await owner.signTypedData({ domain, types: { MintRequest: components }, primaryType: "MintRequest", message });
    return send(to, at, "mintWithSignature", [message, signature], price)(request);
  };
}

const mintBySignature = (to, price) => mintWithSignature(signatureMint, "SignatureMintERC721", to, price);
const mintByClone = (to, price) => mintWithSignature(tokenClone, "TokenERC721", to, price);

const airdrop721A = (viewers) => send(owner, sale721A, "airdrop", [viewers]);

/** A payment comes in, and each recipient's part goes out by a call of its own. All of them together. */
const paySplitter = send(buyer, token, "transfer", [splitter.address, tokenPrice]);
const releaseAll = sum(recipients.map(({ address }) => send(relayer, splitter, "release", [token.address, address])));

function sum(steps) {
  return async (request) => {
    let gas = 0;
    for (const step of steps) gas += await step(request);
    return gas;
  };
}

function claimFromUniswap(which) {
  const { index, address, earned } = uniswapClaims[which];
  return send(relayer, uniswap, "claim", [index, address, earned, [uniswapLeaves[1 - which], ...uniswapPath]]);
}

// The scenarios. A figure is what the last step costs.

const scenarios = {
  "voucher.redeem.free": [redeem(gift)],
  "voucher.redeem.paid": [redeem(soldForCoin)],
  "voucher.redeem.paidErc20": [redeem(soldForTokens)],
  "voucher.redeem.repeatBuyer": [redeem(gift), redeem(secondGift)],
  "voucher.redeem.addedSigner": [addSigner, redeem(gift, collection, verifier)],
  "voucher.redeem.forMembers": [everybodyIsAMember, setMembership, redeem({ ...gift, minTier: 1 })],
  "voucher.redeem.limited": [redeem({ ...gift, maxPerBuyer: 2 })],
  "voucher.redeem.soulbound": [redeem({ ...gift, soulbound: true })],
  "voucher.redeem.bearer": [redeem({ ...gift, recipient: zeroAddress })],
  "voucher.cancel": [send(owner, collection, "cancel", [[gift.tokenId]])],
  "voucher.redeemBatch100.each": [redeemBatch(false)],
  "voucher.redeemBatch100.skip.each": [redeemBatch(true)],
  "voucher.redeemList100.each": [redeemList(false)],
  "voucher.redeemList100.skip.each": [redeemList(true)],

  "collection.clone": [createClone],
  "collection.clone.redeem.free": [createClone, redeem({ tokenId: 1000n, recipient: relayer.address }, clone), redeem(gift, clone)],

  "edition.redeem.free": [redeem({ tokenId: copy(1n) }, editions)],
  "edition.redeem.limited": [redeem({ tokenId: copy(1n), maxPerBuyer: 2 }, editions)],
  "edition.redeemList100.each": [redeemList(false, editions, copy(1n))],
  "edition.redeemList100.skip.each": [redeemList(true, editions, copy(1n))],

  "badge.mint100.first.each": [each(firstShow, mintBadges(firstShow))],
  "badge.mint100.each": [mintBadges(firstShow), each(secondShow, mintBadges(secondShow))],
  "badge.mint1228.each": [mintBadges(firstShow), each(fullHouse, mintBadges(fullHouse))],
  "badge.mintOnce100.each": [mintBadges(firstShow), each(secondShow, mintBadgesOnce(secondShow))],
  "badge.burn": [mintBadges([buyer.address]), mintBadges(firstShow), burnBadge],

  "blindbox.create": [othersAnswer, createSale(boxes)],
  "blindbox.buy.first": [othersAnswer, createSale(boxes), buyBoxes(boxes, 1)],
  "blindbox.buy.later": [...openSale(boxes), buyBoxes(boxes, 1), buyBoxes(boxes, 1)],
  "blindbox.buy.ten": [...openSale(boxes), buyBoxes(boxes, 10)],
  "blindbox.buy.limited.first": [...openSale(limitedBoxes), buyBoxes(limitedBoxes, 1)],
  "blindbox.buy.limited.later": [...openSale(limitedBoxes), buyBoxes(limitedBoxes, 1), buyBoxes(limitedBoxes, 1)],
  "blindbox.buy.paidErc20": [othersAnswer, approveBond, createSale(boxesForTokens), buyBoxes(boxesForTokens, 1), buyBoxes(boxesForTokens, 1)],
  "blindbox.capture": [...closedSale(boxes), captureHash(boxes)],
  "blindbox.reveal": [...closedSale(boxes), revealSeed(boxes)],
  "blindbox.reveal.captured": [...closedSale(boxes), captureHash(boxes), revealSeed(boxes)],
  // The sale's first opens a word of marks for 256 boxes. What the minter costs comes on top.
  "blindbox.claim.first": [...drawnSale, claimBox(1)],
  "blindbox.claim": [...drawnSale, claimBox(0), claimBox(1)],
  "blindbox.collect": [...closedSale(boxes), revealSeed(boxes), send(relayer, blindBox, "collect", [saleIdOf(boxes)])],
  "blindbox.refund": [...closedSale(boxes), revealIsTooLate, send(relayer, blindBox, "refund", [saleIdOf(boxes), [1n]])],

  "membership.grant.first": [grant(buyer)],
  "membership.renew": [grant(buyer), renewPass(buyer)],
  "membership.redeemOffer.first": [redeemOffer()],

  "redemption.open": [redeem(gift), openRequest(buyer, gift.tokenId, "parcel")],
  "redemption.accept": upToAcceptance("parcel"),
  "redemption.fulfil.burn": [...upToAcceptance("parcel"), fulfilRequest(gift.tokenId, "parcel")],
  "redemption.fulfil.keep": [...upToAcceptance("tasting"), fulfilRequest(gift.tokenId, "tasting")],

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
  "anchor.verifyInclusion.depth20": [anchor(youngLog), anchor(fullLog), verifyInclusion(fullLog)],

  "issuer.authorise": [authorise(bizSteps[0])],
  "issuer.reportCompromise": [authorise(bizSteps[0]), send(owner, issuerRegistry, "reportCompromise", [issuer.address, BigInt(START - MONTH)])],

  "split.create": [createSplit],

  "escrow.deposit": [createSplit, deposit],
  "escrow.deposit.native": [createSplit, depositNative],
  // Warm and cold is whether the recipients hold some of the token before.
  "escrow.release4.warm": [...recipients.map(holdsTokens), createSplit, deposit, release],
  "escrow.release4.cold": [createSplit, deposit, release],
  // The gate checks three steps and a proof of depth 20.
  "escrow.release4.gate": [
    ...[...recipients.map(holdsTokens), ...bizSteps.map(authorise), createSplit],
    ...[send(buyer, escrow, "deposit", [gatedOrder]), anchorItem, releaseByGate],
  ],
  "escrow.ship": [createSplit, deposit, ship([order])],
  "escrow.ship32.each": [createSplit, ...depositShow, each(showOrders, ship(showOrders))],
  "escrow.releaseShipped4.warm": [...recipients.map(holdsTokens), createSplit, deposit, ship([order]), releaseShipped],
  "escrow.releaseBatch32.each": [
    ...[...recipients.map(holdsTokens), createSplit, ...depositShow, ship(showOrders)],
    ...[acceptanceIsOver, releaseShow],
  ],
  "escrow.refund": [createSplit, deposit, refundFallsDue, refund],
  "escrow.refundPart": [createSplit, deposit, refundPart],
  "escrow.dispute": [createSplit, deposit, ship([order]), dispute],
  "escrow.resolve4.warm": [...recipients.map(holdsTokens), createSplit, deposit, ship([order]), dispute, resolve],
  "escrow.withdraw": [createSplit, deposit, releaseAsCredits, withdraw],

  "coupon.buy": [...opened(coupons), buyWithCoupon(0n), buyWithCoupon(1n)],
  "bundle.buy3.each": [...opened(bundle), each(bundleParts, buyBundle)],
  "group.complete32.each": [...joined, each(groupOrders, completeGroup)],
  "group.ship": [...joined, completeGroup, shipOfGroup],
  "rebate.claim": [...[createSplit, depositPromoted, releasePromoted, holdsTokens(rebates)], send(relayer, rebates, "claim", [promotedOrder])],
  "bond.claim": [createSplit, depositPromoted, releasePromoted, holdsTokens(bond), claimBond],

  // Warm and cold is whether the recipients hold some of the currency before.
  "settlement.direct4.warm": [...recipients.map(holdsTokens), payDirectly],
  "settlement.direct4.cold": [payDirectly],
  "settlement.direct4.native.warm": [...recipients.map(holdsCoin), payDirectlyNative],
  "settlement.direct4.native.cold": [payDirectlyNative],
  "settlement.batch32.perSale": [...openShow, settleBatch(1, 32)],
  "settlement.batch128.perSale": [...openShow, settleBatch(1, 128)],

  "epoch.publish.first": [publish(firstEpoch)],
  "epoch.publish.later": [publish(firstEpoch), publish(secondEpoch)],

  // The distributor whose epochs wait for a day, under rules that are looked up: its deployment comes before.
  "epoch.propose": [...guardedBefore, proposeGuarded(firstEpoch), activateGuarded(firstEpoch), proposeGuarded(secondEpoch)],
  "epoch.activate": [
    ...[...guardedBefore, proposeGuarded(firstEpoch), activateGuarded(firstEpoch)],
    ...[proposeGuarded(secondEpoch), activateGuarded(secondEpoch)],
  ],
  "review.anchor.first": [anchor(youngLog, reviewAnchor)],
  "review.anchor.later": [anchor(youngLog, reviewAnchor), anchor(fullLog, reviewAnchor)],
  "raffle.create": [createRaffle],
  "raffle.enter1000.each": [createRaffle, each(entrants, enterAll)],
  "raffle.close": [...enteredRaffle, raffleStep("close")],
  "raffle.reveal": [...closedRaffle, revealSecret],
  "raffle.award.first": [...drawnRaffle, awardPlace(0)],
  "raffle.award": [...drawnRaffle, awardPlace(0), awardPlace(1)],
  "raffle.award.goods": [...drawnRaffle, awardPlace(0), awardPlace(3)],
  "raffle.collect": [...drawnRaffle, ...[0, 1, 2, 3].map(awardPlace), raffleStep("collect")],
  "rules.announce": [send(owner, ruleRegistry, "announce", [hash("rules"), 0n])],

  "claim.depth20.first": [publish(firstEpoch), claim(firstEpoch)],
  "claim.depth20.later": [publish(firstEpoch), claim(firstEpoch), publish(secondEpoch), claim(secondEpoch)],
  // Cold and warm is whether the accounts hold some of the token before. Every 32nd leaf of 1,024 shares least with the others.
  "claim.multiproof32.each": [publish(audienceEpoch), claimMany(32)],
  "claim.push100.cold.each": [publish(pushEpoch), push],
  "claim.push100.warm.each": [...firstShow.map((address) => holdsTokens({ address })), publish(pushEpoch), push],

  "loyalty.mint100.cold.each": [mintPoints(secondShow), mintPoints(firstShow)],
  "loyalty.mint100.warm.each": [mintPoints(firstShow), mintPoints(firstShow)],

  "vote.propose": [...voteRuns, send(relayer, voting, "propose", [...proposedCall, "another"])],
  "vote.cast": [...voteRuns, send(buyer, voting, "castVote", [proposalId, 1])],
  "vote.castBySignature": [...voteRuns, castBySignature(streamer)],

  "peer.thirdweb.ERC721SignatureMint.free": [mintBySignature(relayer), mintBySignature(buyer)],
  "peer.thirdweb.ERC721SignatureMint.paid": [mintBySignature(relayer), mintBySignature(buyer, nativePrice)],
  "peer.thirdweb.TokenERC721.initialize": [initializeClone],
  "peer.thirdweb.TokenERC721.free": [initializeClone, mintByClone(relayer), mintByClone(buyer)],
  "peer.thirdweb.TokenERC721.paid": [initializeClone, mintByClone(relayer), mintByClone(buyer, nativePrice)],
  // No signature and no voucher: whoever calls gets the next token.
  "peer.erc721a.buy": [airdrop721A([relayer.address]), send(buyer, sale721A, "buy", [1n], nativePrice)],
  "peer.erc721a.airdrop100.each": [airdrop721A(secondShow), each(firstShow, airdrop721A(firstShow))],
  // A release is four transactions, one for each recipient, who all hold some of the token; first and later is whether the splitter has paid the four before.
  "peer.openzeppelin.PaymentSplitter.pay": [paySplitter],
  "peer.openzeppelin.PaymentSplitter.release4.first": [...recipients.map(holdsTokens), paySplitter, releaseAll],
  "peer.openzeppelin.PaymentSplitter.release4.later": [...recipients.map(holdsTokens), paySplitter, releaseAll, paySplitter, releaseAll],
  "peer.uniswap.claim.depth20.first": [holdsTokens(uniswap), claimFromUniswap(0), claimFromUniswap(1)],
  "peer.uniswap.claim.depth20.later": [...[uniswap, streamer].map(holdsTokens), claimFromUniswap(0), claimFromUniswap(1)],
};

const chain = ["--chain-id", CHAIN_ID, "--hardfork", HARDFORK, "--timestamp", START, "--enable-tx-gas-limit"];
settle(join(workspace, "snapshots", "gas.json"), await withAnvil(chain, measure));

async function measure(request) {
  const figures = {};
  for (const { name, deployer, creation } of contracts) {
    figures[`deploy.${name}`] = await transact(request, name, { from: deployer, data: creation });
  }
  for (const { name, deployer, creation } of peers) {
    figures[`peer.deploy.${name}`] = await transact(request, name, { from: deployer, data: creation });
  }
  await run(history, request);
  for (const [name, steps] of Object.entries(scenarios)) {
    const before = await request("evm_snapshot");
    try {
      figures[name] = await run(steps, request);
    } catch (failure) {
      throw new Error(`${name} cannot be measured`, { cause: failure });
    }
    if (!(await request("evm_revert", before))) throw new Error(`${name} cannot be undone`);
  }
  return figures;
}

async function run(steps, request) {
  let gas;
  for (const step of steps) gas = await step(request);
  return gas;
}

function settle(path, figures) {
  const readme = join(project, "README.md");
  const text = readFileSync(readme, "utf8");
  const textOfFigures = withGasTable(text, figures);
  const recorded = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const changes = Object.keys({ ...figures, ...recorded })
    .filter((name) => recorded[name] !== figures[name])
    .map((name) => `${name}: ${recorded[name] ?? "none"} -> ${figures[name] ?? "none"}`);
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(figures, null, 2)}\n`);
    writeFileSync(readme, textOfFigures);
    console.log([`wrote ${relative(project, path)}`, ...changes].join("\n  "));
  } else if (changes.length > 0 || textOfFigures !== text) {
    const stale = [...changes, ...(textOfFigures === text ? [] : ["README.md's table"])];
    console.error(`Not what the transactions cost (npm run gas writes it anew):\n  ${stale.join("\n  ")}`);
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
  const sent = await request("eth_sendTransaction", { ...transaction, gas: toHex(GAS_LIMIT) });
  let receipt = await request("eth_getTransactionReceipt", sent);
  while (receipt === null) {
    await setTimeout(2);
    receipt = await request("eth_getTransactionReceipt", sent);
  }
  const { status, gasUsed } = receipt;
  if (status !== "0x1") throw new Error(`the transaction fails: ${what}, status ${status}, gas ${gasUsed}`);
  return Number(gasUsed);
}

// What the cast is made of.

function account(role) {
  return privateKeyToAccount(hash(`key of the ${role}`));
}

/** One of our contracts. */
function contract(area, name, args) {
  return deployed(name, artifact(area, name), args);
}

/** One of others'. */
function peer(name, args) {
  return deployed(name, peerArtifact(name), args);
}

/** A contract at an address that depends on its name alone, so that another contract more moves none. */
function deployed(name, { abi, bytecode }, args) {
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
      { name: "validFrom", type: "uint64" },
      { name: "validUntil", type: "uint64" },
      { name: "epoch", type: "uint32" },
      { name: "minTier", type: "uint8" },
      { name: "maxPerBuyer", type: "uint32" },
      { name: "soulbound", type: "bool" },
    ],
    VoucherList: [
      { name: "firstTokenId", type: "uint256" },
      { name: "recipients", type: "address[]" },
      { name: "validFrom", type: "uint64" },
      { name: "validUntil", type: "uint64" },
      { name: "epoch", type: "uint32" },
      { name: "soulbound", type: "bool" },
    ],
    PassOffer: [
      { name: "account", type: "address" },
      { name: "tier", type: "uint8" },
      { name: "duration", type: "uint64" },
      { name: "currency", type: "address" },
      { name: "price", type: "uint256" },
      { name: "validUntil", type: "uint64" },
      { name: "nonce", type: "uint32" },
    ],
    ConditionMet: [
      { name: "orderId", type: "bytes32" },
      { name: "itemKey", type: "bytes32" },
      { name: "evidence", type: "bytes32" },
    ],
    SaleOrder: [
      { name: "sessionId", type: "bytes32" },
      { name: "index", type: "uint256" },
      { name: "buyer", type: "address" },
      { name: "amount", type: "uint256" },
      { name: "item", type: "bytes32" },
    ],
    Ballot: [
      { name: "proposalId", type: "uint256" },
      { name: "support", type: "uint8" },
      { name: "voter", type: "address" },
      { name: "nonce", type: "uint256" },
    ],
    Coupon: [
      { name: "serial", type: "uint256" },
      { name: "buyer", type: "address" },
      { name: "discount", type: "uint256" },
      { name: "bps", type: "uint16" },
      { name: "minAmount", type: "uint256" },
      { name: "validUntil", type: "uint64" },
    ],
    Counterfeit: [
      { name: "orderId", type: "bytes32" },
      { name: "itemKey", type: "bytes32" },
      { name: "evidence", type: "bytes32" },
    ],
    DeliveryConfirmed: [{ name: "orderId", type: "bytes32" }],
    DisputeOpened: [
      { name: "orderId", type: "bytes32" },
      { name: "reason", type: "bytes32" },
    ],
  };
}
