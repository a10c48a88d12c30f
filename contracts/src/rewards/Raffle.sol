// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DrawBlock} from "../common/DrawBlock.sol";
import {Payments} from "../common/Payments.sol";
import {Shuffle} from "../common/Shuffle.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";
import {LibBytes} from "solady/utils/LibBytes.sol";
import {MerkleProofLib} from "solady/utils/MerkleProofLib.sol";
import {MerkleTreeLib} from "solady/utils/MerkleTreeLib.sol";

/// @title Raffle
/// @notice Draws prizes among entrants so that nobody chooses who wins, with odds that are published before anybody enters; many
/// raffles side by side.
///
/// An organiser commits to a secret, to the list of prizes and to the most entries that there will be, pays the money prizes in,
/// and puts up a bond. Then it publishes the entrants, in calldata and in strictly ascending order, so nobody is in twice and
/// nobody is missing from the list that counts. When the time for that is over, a block that does not exist yet is named. Secret,
/// entrants and that block's hash together pick one permutation of the entries; the first places win the prizes in their order.
///
/// A secret that is withheld ends no draw: a later block's hash decides without it, and the winners share the bond.
///
/// @dev WARNING: what remains. Organiser and the proposer of the block that is named can together try out blocks until they like
/// the draw; on a rollup the proposer is its sequencer. The organiser, who knows the outcome first, can have it drawn again by
/// withholding the secret, at the price of the bond: look at the bond before you enter. Without the secret the proposer of the later
/// block knows what its block draws, and can give the block up for another. Who takes part is the organiser's word: it can
/// leave people out, or enter accounts of its own, and all can see whom. What a prize is worth is its word too; and goods are handed
/// over outside.
/// WARNING: a token that changes balances by itself leaves too little for the last one paid in that token.
contract Raffle is ReentrancyGuardTransient {
    /// @notice The terms of a raffle, which never change.
    /// @param organiser who calls {create}, enters people, and reveals
    /// @param secretCommitment keccak256 of the 32 bytes of the secret
    /// @param maxEntries the most entries there will be: no prize is less likely than by so many
    /// @param opensAt the first second in which entrants may be published
    /// @param entriesBy the last one
    /// @param revealBy the last second in which the secret may be revealed
    /// @param currency the ERC-20 in which bond and money prizes are paid, or zero for the native coin
    /// @param bond what the winners share if the secret is not revealed
    struct Terms {
        address organiser;
        bytes32 secretCommitment;
        uint32 maxEntries;
        uint40 opensAt;
        uint40 entriesBy;
        uint40 revealBy;
        address currency;
        uint96 bond;
    }

    /// @notice Prizes of one kind. They are drawn in the order of the list; the first kind goes to the first places.
    /// @param count how many
    /// @param value of one, as {valueCurrency} counts it (CNY: in fen), stated by the organiser
    /// @param amount of one in the raffle's currency, where it is money
    /// @param goods names it where it is not money: a hash of its description
    struct Prize {
        uint32 count;
        uint64 value;
        uint96 amount;
        bytes32 goods;
    }

    /// @notice How far a raffle is.
    /// @param entries how many
    /// @param batches in how many batches
    /// @param places how many prizes there are
    /// @param awarded how many are handed out
    /// @param drawBlock the block whose hash counts; zero until the raffle is closed
    /// @param withheld whether the secret was not revealed in time
    /// @param collected whether the organiser was paid what is left
    /// @param entriesHash stands for all entrants in their order
    /// @param beacon the block's hash; zero until captured
    /// @param randomness what picks the permutation; zero until drawn
    struct Progress {
        uint32 entries;
        uint32 batches;
        uint32 places;
        uint32 awarded;
        uint48 drawBlock;
        bool withheld;
        bool collected;
        bytes32 entriesHash;
        bytes32 beacon;
        bytes32 randomness;
    }

    /// @notice A place that won, and what shows who has it.
    /// @param place counted from zero
    /// @param batch in which the entrant was published
    /// @param entrant who has the entry
    /// @param proof from the leaf (entry, entrant) to the root of the batch
    struct Win {
        uint32 place;
        uint32 batch;
        address entrant;
        bytes32[] proof;
    }

    struct State {
        address organiser;
        uint96 bond;
        address currency;
        uint40 opensAt;
        uint40 entriesBy;
        bool withheld;
        bool collected;
        uint32 maxEntries;
        uint32 entries;
        uint32 batches;
        uint32 places;
        uint32 awarded;
        uint40 revealBy;
        uint48 drawBlock;
        address lastEntrant;
        uint128 pot;
        bytes32 secretCommitment;
        bytes32 prizesHash;
        bytes32 entriesHash;
        bytes32 beacon;
        bytes32 randomness;
    }

    /// @notice How many kinds of prizes a raffle may have.
    uint256 public constant MOST_KINDS = 64;

    uint256 private constant ADDRESS_SIZE = 20;

    /// @notice What one prize may be worth at most, in the smallest unit of {valueCurrency}.
    uint64 public immutable prizeCap;

    /// @notice The ISO 4217 code of the currency in which prizes are valued, such as "CNY".
    bytes3 public immutable valueCurrency;

    mapping(bytes32 raffleId => State) private _raffles;
    mapping(bytes32 raffleId => mapping(uint256 batch => bytes32)) private _batchRoots;
    mapping(bytes32 raffleId => LibBitmap.Bitmap) private _awarded;
    mapping(address organiser => mapping(bytes32 secretCommitment => bool)) private _secretUsed;

    /// @notice Who won the goods of a place, once that is shown by {award}.
    mapping(bytes32 raffleId => mapping(uint256 place => address)) public goodsWinner;

    /// @notice What could not be paid to `account` and waits for its {withdraw}.
    mapping(address account => mapping(address currency => uint256 amount)) public creditOf;

    /// @notice A raffle is created, under terms and for prizes that never change.
    event RaffleCreated(bytes32 indexed raffleId, address indexed organiser, Terms terms, Prize[] prizes);

    /// @notice Entrants were published: 20 bytes each, the first of which has the entry `first`.
    event Entered(bytes32 indexed raffleId, uint256 batch, uint256 first, bytes entrants);

    /// @notice Nobody can be entered any more, and the hash of `drawBlock` counts.
    event Closed(bytes32 indexed raffleId, uint256 entries, bytes32 entriesHash, uint256 drawBlock);

    /// @notice Nobody captured the hash of `missed` while it was to be had, and that of `drawBlock` counts in its place.
    event DrawBlockMissed(bytes32 indexed raffleId, uint256 missed, uint256 drawBlock);

    /// @notice The secret was not revealed in time: the hash of `drawBlock` decides without it, and the winners share the bond.
    event SecretWithheld(bytes32 indexed raffleId, uint256 drawBlock);

    /// @notice The block's hash is fixed.
    event Captured(bytes32 indexed raffleId, uint256 drawBlock, bytes32 beacon);

    /// @notice The draw is fixed: `randomness` is keccak256 of secret, entriesHash and beacon; the secret is zero where it was
    /// withheld.
    event Drawn(bytes32 indexed raffleId, bytes32 secret, bytes32 entriesHash, bytes32 beacon, bytes32 randomness);

    /// @notice A place is shown to be of `winner`, who was paid `amount`; where `credited`, as a credit.
    event Awarded(
        bytes32 indexed raffleId, address indexed winner, uint256 place, uint256 entry, uint256 amount, bool credited
    );

    /// @notice The winner of goods says where they are to go, by a commitment.
    event GoodsClaimed(bytes32 indexed raffleId, address indexed winner, uint256 place, bytes32 delivery);

    /// @notice The organiser has back what nobody won.
    event Collected(bytes32 indexed raffleId, address indexed organiser, uint256 amount);

    /// @notice `account` withdrew its credit.
    event Withdrawn(address indexed account, address indexed currency, uint256 amount);

    /// @notice The cap is of some currency, and above zero.
    error NoCap();

    /// @notice Only the organiser does this.
    error NotTheOrganiser(address organiser);

    /// @notice A commitment is not zero.
    error ZeroHash();

    /// @notice A raffle opens now or later, takes entries after that, and is revealed later.
    error WrongTimes();

    /// @notice There is no contract at the address of the currency.
    error NoContract(address account);

    /// @notice Without a bond, withholding the secret would cost nothing.
    error NoBond();

    /// @notice A raffle has room for one entry at least.
    error NoEntries();

    /// @notice A raffle has a kind of prizes, and at most {MOST_KINDS}.
    error WrongKinds(uint256 kinds);

    /// @notice A kind has one prize at least, a value, and is either money or goods.
    error WrongPrize(uint256 kind);

    /// @notice A prize is worth more than the law allows.
    error AbovePrizeCap(uint256 kind, uint64 value, uint64 cap);

    /// @notice The organiser has used this secret before, so it is known or will be.
    error SecretUsed(bytes32 secretCommitment);

    /// @notice There is no such raffle.
    error UnknownRaffle(bytes32 raffleId);

    /// @notice Nobody can be entered yet.
    error NotOpenYet(uint40 opensAt);

    /// @notice Nobody can be entered any more.
    error EntriesClosed();

    /// @notice The time for entries is not over.
    error StillOpen(uint40 entriesBy);

    /// @notice Entrants are 20 bytes each, at least one.
    error WrongLength(uint256 length);

    /// @notice Entrants come in strictly ascending order over all batches, so that nobody is in twice.
    error NotAscending(address before, address entrant);

    /// @notice The raffle would have more entries than was said.
    error TooManyEntries(uint256 entries, uint32 maxEntries);

    /// @notice Nobody is entered, so there is nothing to draw.
    error NobodyEntered();

    /// @notice The raffle is closed already.
    error AlreadyClosed();

    /// @notice The raffle is not closed, so there is nothing to draw.
    error NotClosed();

    /// @notice The block's hash is fixed or can still be, so no other block is named.
    error BlockHashAvailable(uint256 drawBlock);

    /// @notice The last second for the secret has passed.
    error RevealTooLate(uint40 revealBy);

    /// @notice The secret may still be revealed.
    error RevealStillPossible(uint40 revealBy);

    /// @notice It is drawn already, or is to be without the secret.
    error AlreadyDrawn();

    /// @notice This is not what the organiser committed to.
    error WrongSecret(bytes32 secretCommitment);

    /// @notice It is not drawn yet.
    error NotDrawn();

    /// @notice These are not the prizes that the raffle was created with.
    error WrongPrizes(bytes32 prizesHash);

    /// @notice Nobody wins this place.
    error NoSuchPlace(uint256 place);

    /// @notice The batch does not have this entrant at the entry that won the place.
    error WrongEntrant(uint256 place, uint256 entry, address entrant);

    /// @notice The caller did not win goods with this place, or that is not shown yet.
    error NoGoods(uint256 place);

    /// @notice Prizes wait for their winners.
    error PrizesLeft(uint256 awarded, uint256 drawn);

    /// @notice The organiser has back what nobody won already.
    error AlreadyCollected();

    /// @notice The caller has no credit in this currency.
    error NothingToWithdraw();

    /// @notice Fixes once for all what a prize may be worth here.
    /// @param valueCurrency_ the ISO 4217 code, such as "CNY"
    /// @param prizeCap_ in its smallest unit: 5,000,000 fen are the CNY 50,000 of China's Anti-Unfair Competition Law
    constructor(bytes3 valueCurrency_, uint64 prizeCap_) {
        if (valueCurrency_ == 0 || prizeCap_ == 0) revert NoCap();
        valueCurrency = valueCurrency_;
        prizeCap = prizeCap_;
    }

    // Before.

    /// @notice Creates a raffle; the caller is its organiser, and pays the bond and all money prizes.
    /// @dev WARNING: lose the secret, and the bond is the winners'. Take 32 bytes from a secure generator, for this raffle alone; a
    /// secret that can be guessed lets the block's proposer choose the draw.
    /// WARNING: leave time between `entriesBy` and `revealBy`: somebody has to {close}, and 48 blocks pass.
    /// @param terms see {Terms}
    /// @param prizes see {Prize}; in the order in which they are drawn
    /// @return raffleId names the raffle: a hash of the chain, this contract, terms and prizes
    function create(Terms calldata terms, Prize[] calldata prizes)
        external
        payable
        nonReentrant
        returns (bytes32 raffleId)
    {
        if (terms.organiser != msg.sender) revert NotTheOrganiser(terms.organiser);
        if (terms.secretCommitment == 0) revert ZeroHash();
        if (terms.maxEntries == 0) revert NoEntries();
        if (terms.bond == 0) revert NoBond();
        bool inOrder = terms.opensAt < terms.entriesBy && terms.entriesBy < terms.revealBy;
        if (!inOrder || terms.opensAt < block.timestamp) revert WrongTimes();
        if (terms.currency != address(0) && terms.currency.code.length == 0) revert NoContract(terms.currency);
        if (_secretUsed[msg.sender][terms.secretCommitment]) revert SecretUsed(terms.secretCommitment);
        _secretUsed[msg.sender][terms.secretCommitment] = true;
        (uint256 places, uint256 pot) = _sumOf(prizes);

        raffleId = raffleIdOf(terms, prizes);
        State storage raffle = _raffles[raffleId];
        (raffle.organiser, raffle.bond) = (terms.organiser, terms.bond);
        (raffle.currency, raffle.opensAt, raffle.entriesBy) = (terms.currency, terms.opensAt, terms.entriesBy);
        (raffle.maxEntries, raffle.revealBy) = (terms.maxEntries, terms.revealBy);
        (raffle.places, raffle.pot) = (SafeCast.toUint32(places), SafeCast.toUint128(pot));
        raffle.secretCommitment = terms.secretCommitment;
        raffle.prizesHash = keccak256(abi.encode(prizes));
        raffle.entriesHash = raffleId;
        emit RaffleCreated(raffleId, msg.sender, terms, prizes);
        Payments.take(terms.currency, terms.bond + pot);
    }

    /// @notice Publishes entrants; for the organiser, in as many batches as it takes.
    /// @dev They stand in calldata and in {Entered}, so that everybody can make the whole list and each proof.
    /// @param entrants 20 bytes each, strictly ascending, also from batch to batch
    function enter(bytes32 raffleId, bytes calldata entrants) external {
        State storage raffle = _raffle(raffleId);
        if (raffle.organiser != msg.sender) revert NotTheOrganiser(raffle.organiser);
        if (block.timestamp < raffle.opensAt) revert NotOpenYet(raffle.opensAt);
        if (block.timestamp > raffle.entriesBy) revert EntriesClosed();
        uint256 count = entrants.length / ADDRESS_SIZE;
        if (count == 0 || entrants.length % ADDRESS_SIZE != 0) revert WrongLength(entrants.length);
        uint256 first = raffle.entries;
        uint256 batch = raffle.batches;
        if (first + count > raffle.maxEntries) revert TooManyEntries(first + count, raffle.maxEntries);

        (bytes32 root, address last) = _rootOf(entrants, count, first, raffle.lastEntrant);
        _batchRoots[raffleId][batch] = root;
        raffle.entriesHash = EfficientHashLib.hash(raffle.entriesHash, root);
        raffle.lastEntrant = last;
        raffle.entries = SafeCast.toUint32(first + count);
        raffle.batches = SafeCast.toUint32(batch + 1);
        emit Entered(raffleId, batch, first, entrants);
    }

    // The draw.

    /// @notice Closes a raffle whose time for entries is over; anyone may call.
    /// @dev WARNING: who closes chooses when, and with it the block, though not its hash. Close as soon as the time is over, so
    /// that nobody waits for a block of a friend.
    function close(bytes32 raffleId) external {
        State storage raffle = _raffle(raffleId);
        if (block.timestamp <= raffle.entriesBy) revert StillOpen(raffle.entriesBy);
        if (raffle.entries == 0) revert NobodyEntered();
        if (raffle.drawBlock != 0) revert AlreadyClosed();
        uint48 drawBlock = DrawBlock.next();
        raffle.drawBlock = drawBlock;
        emit Closed(raffleId, raffle.entries, raffle.entriesHash, drawBlock);
    }

    /// @notice Keeps the hash of the block that counts; anyone may call. Where the secret was withheld, this is the draw.
    /// @dev WARNING: an organiser who dislikes the hash could let the time for it lapse and have another block named. One call
    /// of this by anybody prevents it.
    function capture(bytes32 raffleId) external {
        State storage raffle = _raffle(raffleId);
        if (raffle.beacon == 0) _capture(raffleId, raffle);
    }

    /// @notice Names another block where nobody captured the hash in time; anyone may call, until the secret is too late anyway;
    /// where it was withheld, for ever.
    function redraw(bytes32 raffleId) external {
        State storage raffle = _raffle(raffleId);
        uint256 missed = raffle.drawBlock;
        if (missed == 0) revert NotClosed();
        if (!raffle.withheld && block.timestamp > raffle.revealBy) revert RevealTooLate(raffle.revealBy);
        if (raffle.beacon != 0 || DrawBlock.isAvailable(missed)) revert BlockHashAvailable(missed);
        uint48 drawBlock = DrawBlock.next();
        raffle.drawBlock = drawBlock;
        emit DrawBlockMissed(raffleId, missed, drawBlock);
    }

    /// @notice Reveals the secret and so fixes who wins; captures the block's hash where that was not done.
    /// @dev WARNING: possible from 32 blocks after the block that counts to the last second of `revealBy`. Whoever sees the call
    /// knows the secret.
    /// @param secret what the organiser committed to
    function reveal(bytes32 raffleId, bytes32 secret) external {
        State storage raffle = _raffle(raffleId);
        uint256 drawBlock = raffle.drawBlock;
        if (raffle.randomness != 0 || raffle.withheld) revert AlreadyDrawn();
        if (drawBlock == 0) revert NotClosed();
        if (block.timestamp > raffle.revealBy) revert RevealTooLate(raffle.revealBy);
        uint256 earliest = drawBlock + DrawBlock.REVEAL_DELAY;
        if (block.number < earliest) revert DrawBlock.TooEarly(earliest);
        bytes32 commitment = raffle.secretCommitment;
        if (EfficientHashLib.hash(secret) != commitment) revert WrongSecret(commitment);
        bytes32 beacon = raffle.beacon;
        if (beacon == 0) beacon = _capture(raffleId, raffle);
        _draw(raffleId, raffle, secret, beacon);
    }

    /// @notice Names a block to draw with where the secret was not revealed in time; anyone may call. The winners share the bond.
    function drawWithoutSecret(bytes32 raffleId) external {
        State storage raffle = _raffle(raffleId);
        if (block.timestamp <= raffle.revealBy) revert RevealStillPossible(raffle.revealBy);
        if (raffle.entries == 0) revert NobodyEntered();
        if (raffle.randomness != 0 || raffle.withheld) revert AlreadyDrawn();
        uint48 drawBlock = DrawBlock.next();
        raffle.withheld = true;
        raffle.drawBlock = drawBlock;
        // What was captured would tell the organiser both outcomes before it chooses.
        raffle.beacon = 0;
        emit SecretWithheld(raffleId, drawBlock);
    }

    // After the draw.

    /// @notice Hands prizes to those who won them: pays money and shares of the bond, and notes who may {claim} goods; anyone may
    /// call.
    /// @dev Places that were awarded already are passed over, so that nobody can spoil a batch by being faster. A winner that
    /// cannot be paid gets a credit.
    /// @param prizes as the raffle was created with
    /// @param wins which places, and what shows who won them
    function award(bytes32 raffleId, Prize[] calldata prizes, Win[] calldata wins) external nonReentrant {
        State storage raffle = _raffle(raffleId);
        bytes32 randomness = raffle.randomness;
        if (randomness == 0) revert NotDrawn();
        _requirePrizes(raffle, prizes);
        uint256 drawn = _drawnOf(raffle);
        for (uint256 i; i < wins.length; ++i) {
            Win calldata win = wins[i];
            if (win.place >= drawn) revert NoSuchPlace(win.place);
            uint256 entry = Shuffle.permute(randomness, raffle.entries, win.place);
            bytes32 root = _batchRoots[raffleId][win.batch];
            if (!MerkleProofLib.verifyCalldata(win.proof, root, _leaf(entry, win.entrant))) {
                revert WrongEntrant(win.place, entry, win.entrant);
            }
            if (LibBitmap.get(_awarded[raffleId], win.place)) continue;
            LibBitmap.set(_awarded[raffleId], win.place);
            ++raffle.awarded;
            _award(raffleId, raffle, _prizeOf(prizes, win.place), win, entry, drawn);
        }
    }

    /// @notice Claims goods that the caller won, and says where they are to go; the last time counts.
    /// @param place which {award} has shown to be the caller's
    /// @param delivery a commitment to the address, which the organiser is told elsewhere
    function claim(bytes32 raffleId, uint256 place, bytes32 delivery) external {
        if (goodsWinner[raffleId][place] != msg.sender) revert NoGoods(place);
        emit GoodsClaimed(raffleId, msg.sender, place, delivery);
    }

    /// @notice Pays the organiser what nobody won, and the bond, unless the winners share it; anyone may call, after all prizes
    /// are handed out, or where nobody was entered.
    function collect(bytes32 raffleId) external nonReentrant {
        State storage raffle = _raffle(raffleId);
        if (raffle.collected) revert AlreadyCollected();
        if (raffle.entries == 0) {
            if (block.timestamp <= raffle.entriesBy) revert StillOpen(raffle.entriesBy);
        } else {
            if (raffle.randomness == 0) revert NotDrawn();
            uint256 drawn = _drawnOf(raffle);
            if (raffle.awarded != drawn) revert PrizesLeft(raffle.awarded, drawn);
        }
        raffle.collected = true;
        uint256 amount = raffle.pot;
        if (!raffle.withheld) amount += raffle.bond;
        emit Collected(raffleId, raffle.organiser, amount);
        Payments.pay(raffle.currency, raffle.organiser, amount);
    }

    /// @notice Pays the caller's whole credit in a currency to the caller.
    /// @dev WARNING: reverts as long as the caller cannot be paid (it refuses, or the token blocks it); the credit stays.
    /// @param currency the ERC-20, or zero for the native coin
    function withdraw(address currency) external nonReentrant {
        uint256 amount = creditOf[msg.sender][currency];
        if (amount == 0) revert NothingToWithdraw();
        creditOf[msg.sender][currency] = 0;
        emit Withdrawn(msg.sender, currency, amount);
        Payments.pay(currency, msg.sender, amount);
    }

    // What there is to know.

    /// @notice The id that a raffle under these terms, for these prizes, has or would have here.
    function raffleIdOf(Terms calldata terms, Prize[] calldata prizes) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), terms, prizes));
    }

    /// @notice How far a raffle is.
    function progressOf(bytes32 raffleId) external view returns (Progress memory) {
        State storage raffle = _raffle(raffleId);
        return Progress({
            entries: raffle.entries,
            batches: raffle.batches,
            places: raffle.places,
            awarded: raffle.awarded,
            drawBlock: raffle.drawBlock,
            withheld: raffle.withheld,
            collected: raffle.collected,
            entriesHash: raffle.entriesHash,
            beacon: raffle.beacon,
            randomness: raffle.randomness
        });
    }

    /// @notice The entry that won a place.
    function entryAt(bytes32 raffleId, uint256 place) external view returns (uint256) {
        State storage raffle = _raffle(raffleId);
        if (raffle.randomness == 0) revert NotDrawn();
        if (place >= _drawnOf(raffle)) revert NoSuchPlace(place);
        return Shuffle.permute(raffle.randomness, raffle.entries, place);
    }

    /// @notice Whether the prize of a place was handed out.
    function isAwarded(bytes32 raffleId, uint256 place) external view returns (bool) {
        return LibBitmap.get(_awarded[raffleId], place);
    }

    /// @notice The root of a batch of entrants: OpenZeppelin's standard Merkle tree over [uint256 entry, address entrant], its
    /// leaves in the order of the entries.
    function batchRoot(bytes32 raffleId, uint256 batch) external view returns (bytes32) {
        return _batchRoots[raffleId][batch];
    }

    function _raffle(bytes32 raffleId) private view returns (State storage raffle) {
        raffle = _raffles[raffleId];
        if (raffle.organiser == address(0)) revert UnknownRaffle(raffleId);
    }

    /// @dev Places and money of all prizes, each of which is allowed.
    function _sumOf(Prize[] calldata prizes) private view returns (uint256 places, uint256 pot) {
        if (prizes.length == 0 || prizes.length > MOST_KINDS) revert WrongKinds(prizes.length);
        for (uint256 i; i < prizes.length; ++i) {
            Prize calldata prize = prizes[i];
            bool oneOfBoth = (prize.amount != 0) != (prize.goods != 0);
            if (prize.count == 0 || prize.value == 0 || !oneOfBoth) revert WrongPrize(i);
            if (prize.value > prizeCap) revert AbovePrizeCap(i, prize.value, prizeCap);
            places += prize.count;
            pot += uint256(prize.count) * prize.amount;
        }
    }

    /// @dev The root over entrants, who ascend from `last`, and the last of them.
    function _rootOf(bytes calldata entrants, uint256 count, uint256 first, address last)
        private
        pure
        returns (bytes32, address)
    {
        bytes32[] memory leaves = EfficientHashLib.malloc(count);
        // Entries are below 2^32, and so is whatever counts them.
        unchecked {
            for (uint256 i; i < count; ++i) {
                address entrant = address(bytes20(LibBytes.loadCalldata(entrants, ADDRESS_SIZE * i)));
                if (entrant <= last) revert NotAscending(last, entrant);
                EfficientHashLib.set(leaves, i, _leaf(first + i, entrant));
                last = entrant;
            }
        }
        return (MerkleTreeLib.root(MerkleTreeLib.build(leaves)), last);
    }

    /// @dev Hashed twice, so that no inner node of the tree can pass for a leaf.
    function _leaf(uint256 entry, address entrant) private pure returns (bytes32) {
        return EfficientHashLib.hash(EfficientHashLib.hash(entry, uint160(entrant)));
    }

    function _capture(bytes32 raffleId, State storage raffle) private returns (bytes32 beacon) {
        uint256 drawBlock = raffle.drawBlock;
        if (drawBlock == 0) revert NotClosed();
        beacon = DrawBlock.hashOf(drawBlock);
        raffle.beacon = beacon;
        emit Captured(raffleId, drawBlock, beacon);
        if (raffle.withheld) _draw(raffleId, raffle, 0, beacon);
    }

    function _draw(bytes32 raffleId, State storage raffle, bytes32 secret, bytes32 beacon) private {
        bytes32 entriesHash = raffle.entriesHash;
        bytes32 randomness = EfficientHashLib.hash(secret, entriesHash, beacon);
        raffle.randomness = randomness;
        emit Drawn(raffleId, secret, entriesHash, beacon, randomness);
    }

    /// @dev How many places are drawn: as many as there are prizes, or entries where those are fewer.
    function _drawnOf(State storage raffle) private view returns (uint256) {
        return raffle.entries < raffle.places ? raffle.entries : raffle.places;
    }

    function _requirePrizes(State storage raffle, Prize[] calldata prizes) private view {
        bytes32 prizesHash = raffle.prizesHash;
        if (keccak256(abi.encode(prizes)) != prizesHash) revert WrongPrizes(prizesHash);
    }

    /// @dev There are more prizes than `place`.
    function _prizeOf(Prize[] calldata prizes, uint256 place) private pure returns (Prize calldata prize) {
        uint256 kind;
        while (place >= prizes[kind].count) place -= prizes[kind++].count;
        return prizes[kind];
    }

    function _award(
        bytes32 raffleId,
        State storage raffle,
        Prize calldata prize,
        Win calldata win,
        uint256 entry,
        uint256 drawn
    ) private {
        raffle.pot -= prize.amount;
        if (prize.goods != 0) goodsWinner[raffleId][win.place] = win.entrant;
        uint256 amount = prize.amount;
        if (raffle.withheld) {
            uint256 bond = raffle.bond;
            amount += bond * (uint256(win.place) + 1) / drawn - bond * win.place / drawn;
        }
        bool paid = amount == 0 || Payments.tryPay(raffle.currency, win.entrant, amount);
        if (!paid) creditOf[win.entrant][raffle.currency] += amount;
        emit Awarded(raffleId, win.entrant, win.place, entry, amount, !paid);
    }
}
