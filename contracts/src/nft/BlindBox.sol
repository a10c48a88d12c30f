// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DrawBlock} from "../common/DrawBlock.sol";
import {Payments} from "../common/Payments.sol";
import {Shuffle} from "../common/Shuffle.sol";
import {IPrizeMinter} from "./IPrizeMinter.sol";
import {IRandomnessProvider} from "./IRandomnessProvider.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {LibBitmap} from "solady/utils/LibBitmap.sol";
import {MerkleProofLib} from "solady/utils/MerkleProofLib.sol";

/// @title BlindBox
/// @notice Sells boxes whose content nobody knows, chooses or can change unseen, without an oracle; many sales side by side.
///
/// A seller commits to a secret seed and to the ordered list of prizes, and puts up a bond. Every purchase adds entropy to an
/// accumulator. When the sale is closed, a block that does not exist yet is named. Seed, accumulator and that block's hash together
/// pick one permutation, which maps each box to a position in the list. Whoever does not reveal the seed in time pays all
/// buyers back, and the bond beside.
///
/// What each can do: a buyer knows neither seed nor block hash when buying, so that there is no outcome to revert on or to
/// choose entropy for. The seller fixed seed and list before the first purchase, and knows of accumulator and block no more than
/// anybody. A block's proposer does not know the seed.
///
/// @dev WARNING: what remains. Seller and the proposer of the block that is named can together try out blocks until they like
/// the draw; on a rollup the proposer is its sequencer. The seller, who knows the outcome first, can withhold the seed, at the price
/// of all proceeds and the bond; of the bond, the share of boxes that it bought from itself comes back to it. Look at the bond before
/// you buy. What the prizes are worth, and whether the minter has them, is between seller and buyers: verify the list
/// against its root, and look at the minter.
/// WARNING: a token that changes balances by itself leaves too little for the last one paid in that token.
contract BlindBox is ReentrancyGuardTransient {
    /// @notice The terms of a sale, which never change.
    /// @param seller who calls {create}, reveals, and is paid
    /// @param seedCommitment keccak256 of the 32 bytes of the secret seed
    /// @param prizeRoot OpenZeppelin's standard Merkle tree over [uint256 position, uint256 prizeId], one leaf for each position
    /// from 0 to supply - 1
    /// @param supply how many boxes there are, from 1
    /// @param maxPerBuyer how many boxes one address may buy; zero for no limit
    /// @param opensAt the first second of the sale
    /// @param closesAt the last second of the sale
    /// @param revealBy the last second in which the seed may be revealed
    /// @param currency the ERC-20 in which price and bond are paid, or zero for the native coin
    /// @param price of one box
    /// @param bond what the buyers share if the seed is not revealed
    /// @param minter what hands out the prizes
    /// @param provider what gives the random word in place of a block hash; zero for a block hash
    struct Sale {
        address seller;
        bytes32 seedCommitment;
        bytes32 prizeRoot;
        uint32 supply;
        uint32 maxPerBuyer;
        uint40 opensAt;
        uint40 closesAt;
        uint40 revealBy;
        address currency;
        uint96 price;
        uint96 bond;
        IPrizeMinter minter;
        IRandomnessProvider provider;
    }

    /// @notice How far a sale is.
    /// @param sold how many boxes are sold; they have the numbers from 0
    /// @param purchases in how many purchases
    /// @param drawBlock the block whose hash counts; zero until the sale is closed
    /// @param accumulator the entropy of all purchases
    /// @param beacon the block's hash, or the provider's word; zero until captured
    /// @param randomness what picks the permutation; zero until the seed is revealed
    /// @param requested whether the provider was asked
    /// @param settled whether the seller was paid
    struct Progress {
        uint32 sold;
        uint32 purchases;
        uint48 drawBlock;
        bytes32 accumulator;
        bytes32 beacon;
        bytes32 randomness;
        bool requested;
        bool settled;
    }

    /// @notice A purchase of boxes with consecutive numbers.
    struct Purchase {
        address buyer;
        uint32 firstBox;
        uint32 quantity;
        bool refunded;
    }

    /// @dev All that each purchase changes beside the accumulator, in one slot.
    struct Counter {
        uint32 supply;
        uint32 sold;
        uint32 purchases;
        uint32 maxPerBuyer;
        uint40 opensAt;
        uint40 closesAt;
        uint48 drawBlock;
    }

    struct State {
        Counter counter;
        address currency;
        uint96 price;
        bytes32 accumulator;
        bytes32 seedCommitment;
        bytes32 beacon;
        bytes32 randomness;
        bytes32 prizeRoot;
        IPrizeMinter minter;
        uint40 revealBy;
        bool requested;
        bool settled;
        address seller;
        uint96 bond;
        IRandomnessProvider provider;
    }

    /// @notice How many blocks after a sale is closed the block lies whose hash counts: no proposer makes all of those between.
    uint256 public constant DRAW_DELAY = DrawBlock.DELAY;

    /// @notice How many blocks after that the seed may be revealed at the earliest. Once it is public, a reorganisation of the
    /// chain would let others choose the block.
    uint256 public constant REVEAL_DELAY = DrawBlock.REVEAL_DELAY;

    mapping(bytes32 saleId => State) private _sales;
    mapping(bytes32 saleId => mapping(uint256 purchase => Purchase)) private _purchases;
    mapping(bytes32 saleId => mapping(address buyer => uint256 boxes)) private _limited;
    mapping(bytes32 saleId => LibBitmap.Bitmap) private _claimed;
    mapping(address seller => mapping(bytes32 seedCommitment => bool)) private _seedUsed;

    /// @notice What could not be paid to `account` and waits for its {withdraw}.
    mapping(address account => mapping(address currency => uint256 amount)) public creditOf;

    /// @notice A sale is created, under terms that never change.
    event SaleCreated(bytes32 indexed saleId, address indexed seller, Sale terms);

    /// @notice `buyer` bought the boxes from `firstBox` on; `purchase` counts from 0.
    event Bought(
        bytes32 indexed saleId,
        address indexed buyer,
        uint256 purchase,
        uint256 firstBox,
        uint256 quantity,
        bytes32 entropy
    );

    /// @notice Nothing can be bought any more, and the hash of `drawBlock` counts.
    event Closed(bytes32 indexed saleId, uint256 sold, bytes32 accumulator, uint256 drawBlock);

    /// @notice Nobody captured the hash of `missed` while it was to be had, and that of `drawBlock` counts in its place.
    event DrawBlockMissed(bytes32 indexed saleId, uint256 missed, uint256 drawBlock);

    /// @notice The provider is asked for its word.
    event RandomnessRequested(bytes32 indexed saleId, IRandomnessProvider indexed provider);

    /// @notice The block's hash, or the provider's word, is fixed.
    event Captured(bytes32 indexed saleId, uint256 drawBlock, bytes32 beacon);

    /// @notice The draw is fixed: `randomness` is keccak256 of the seed, the accumulator and the beacon.
    event Revealed(bytes32 indexed saleId, bytes32 serverSeed, bytes32 accumulator, bytes32 beacon, bytes32 randomness);

    /// @notice The prize of a box went to its owner.
    event Claimed(
        bytes32 indexed saleId, uint256 indexed box, address indexed owner, uint256 position, uint256 prizeId
    );

    /// @notice A purchase was paid back with its share of the bond; where `credited`, as a credit.
    event Refunded(
        bytes32 indexed saleId, uint256 indexed purchase, address indexed buyer, uint256 amount, bool credited
    );

    /// @notice The seller has its money: the proceeds, and the bond.
    event Collected(bytes32 indexed saleId, address indexed seller, uint256 amount);

    /// @notice `account` withdrew its credit.
    event Withdrawn(address indexed account, address indexed currency, uint256 amount);

    /// @notice A seller creates its own sales.
    error NotTheSeller(address seller);

    /// @notice A sale has one box at least.
    error NoSupply();

    /// @notice A commitment and a root are not zero.
    error ZeroHash();

    /// @notice A sale opens before it closes, closes in the future, and is revealed later.
    error WrongTimes();

    /// @notice There is no contract at the address, which must be one.
    error NoContract(address account);

    /// @notice The seller has used this seed before, so it is known or will be.
    error SeedUsed(bytes32 seedCommitment);

    /// @notice There is no such sale.
    error UnknownSale(bytes32 saleId);

    /// @notice The sale is not open yet.
    error NotOpenYet(uint40 opensAt);

    /// @notice Nothing can be bought any more.
    error SaleClosed();

    /// @notice The sale's last second is not over and there are boxes left.
    error StillOpen(uint40 closesAt);

    /// @notice The sale is not closed, so there is nothing to draw.
    error NotClosed();

    /// @notice Fewer boxes are left than asked for, or none were asked for.
    error WrongQuantity(uint256 quantity, uint256 left);

    /// @notice The buyer would have more boxes than the sale allows one buyer.
    error BuyerLimitReached(address buyer, uint32 max);

    /// @notice The block's hash is fixed or can still be, so no other block is named.
    error BlockHashAvailable(uint256 drawBlock);

    /// @notice The sale names no provider, or names one where that is not asked for.
    error WrongBeacon();

    /// @notice The provider was asked already, or not yet.
    error WrongRequest();

    /// @notice The provider has no word yet.
    error RandomnessPending();

    /// @notice The last second for the seed has passed; purchases are paid back.
    error RevealTooLate(uint40 revealBy);

    /// @notice The seed is revealed already.
    error AlreadyRevealed();

    /// @notice This is not what the seller committed to.
    error WrongSeed(bytes32 seedCommitment);

    /// @notice The seed is not revealed, so no box has a prize and no seller its money.
    error NotRevealed();

    /// @notice The sale has no such box, or it is not sold and nobody's yet.
    error UnknownBox(uint256 box);

    /// @notice The sale has no such purchase, or the box is of another one.
    error WrongPurchase(uint256 purchase);

    /// @notice The box's prize is handed out already.
    error AlreadyClaimed(uint256 box);

    /// @notice The list of prizes does not have this prize at the box's position.
    error WrongPrize(uint256 box, uint256 position, uint256 prizeId);

    /// @notice The seed is revealed, or may still be.
    error RefundNotDue(uint40 revealBy);

    /// @notice The seller has its money already.
    error AlreadyCollected();

    /// @notice The caller has no credit in this currency.
    error NothingToWithdraw();

    // Before the sale.

    /// @notice Creates a sale; the caller is its seller and pays the bond.
    /// @dev WARNING: lose the seed, and bond and proceeds are the buyers'. Take 32 bytes from a secure generator, for this sale alone; a
    /// seed that can be guessed lets the block's proposer choose the draw.
    /// WARNING: leave time between `closesAt` and `revealBy`: {DRAW_DELAY} and {REVEAL_DELAY} blocks pass first, and
    /// somebody has to {close} a sale that is not sold out.
    /// WARNING: publish the list of prizes before the sale opens. A root may stand for a list that has a position twice or lacks one.
    /// @param terms see {Sale}
    /// @return saleId names the sale: a hash of the chain, this contract and the terms
    function create(Sale calldata terms) external payable nonReentrant returns (bytes32 saleId) {
        if (terms.seller != msg.sender) revert NotTheSeller(terms.seller);
        if (terms.supply == 0) revert NoSupply();
        if (terms.seedCommitment == 0 || terms.prizeRoot == 0) revert ZeroHash();
        bool inOrder = terms.opensAt <= terms.closesAt && terms.closesAt < terms.revealBy;
        if (!inOrder || terms.closesAt < block.timestamp) revert WrongTimes();
        _requireContract(address(terms.minter));
        if (terms.currency != address(0)) _requireContract(terms.currency);
        if (address(terms.provider) != address(0)) _requireContract(address(terms.provider));
        if (_seedUsed[msg.sender][terms.seedCommitment]) revert SeedUsed(terms.seedCommitment);
        _seedUsed[msg.sender][terms.seedCommitment] = true;

        saleId = saleIdOf(terms);
        State storage sale = _sales[saleId];
        sale.counter = Counter({
            supply: terms.supply,
            sold: 0,
            purchases: 0,
            maxPerBuyer: terms.maxPerBuyer,
            opensAt: terms.opensAt,
            closesAt: terms.closesAt,
            drawBlock: 0
        });
        (sale.currency, sale.price) = (terms.currency, terms.price);
        // So the entropy of one sale is worth nothing in another.
        sale.accumulator = saleId;
        sale.seedCommitment = terms.seedCommitment;
        sale.prizeRoot = terms.prizeRoot;
        (sale.minter, sale.revealBy) = (terms.minter, terms.revealBy);
        (sale.seller, sale.bond) = (terms.seller, terms.bond);
        if (address(terms.provider) != address(0)) sale.provider = terms.provider;
        emit SaleCreated(saleId, msg.sender, terms);
        Payments.take(terms.currency, terms.bond);
    }

    // The sale.

    /// @notice Buys boxes for the caller, with consecutive numbers. The last box that is sold closes the sale.
    /// @dev WARNING: send exactly the price in the native coin, or approve this contract for it and send nothing. Tokens that
    /// take a fee are refused.
    /// WARNING: a limit for each buyer holds for an address; one person can have many.
    /// WARNING: boxes cannot be passed on before they are opened; the prize goes to the caller.
    /// @param quantity from 1 to what is left
    /// @param entropy any 32 bytes, random ones best: with them the draw is random even if all others conspire, save for the
    /// seller who also makes the block
    /// @return firstBox the number of the first one
    function buy(bytes32 saleId, uint32 quantity, bytes32 entropy)
        external
        payable
        nonReentrant
        returns (uint256 firstBox)
    {
        State storage sale = _sale(saleId);
        Counter memory counter = sale.counter;
        if (block.timestamp < counter.opensAt) revert NotOpenYet(counter.opensAt);
        if (block.timestamp > counter.closesAt || counter.drawBlock != 0) revert SaleClosed();
        uint256 left = counter.supply - counter.sold;
        if (quantity == 0 || quantity > left) revert WrongQuantity(quantity, left);
        if (counter.maxPerBuyer != 0) _countForLimit(saleId, quantity, counter.maxPerBuyer);

        firstBox = counter.sold;
        uint256 purchase = counter.purchases;
        _purchases[saleId][purchase] =
            Purchase({buyer: msg.sender, firstBox: counter.sold, quantity: quantity, refunded: false});
        bytes32 accumulator = _accumulate(sale.accumulator, msg.sender, quantity, entropy);
        sale.accumulator = accumulator;
        emit Bought(saleId, msg.sender, purchase, firstBox, quantity, entropy);

        counter.sold += quantity;
        counter.purchases += 1;
        if (quantity == left) _close(saleId, counter, accumulator);
        sale.counter = counter;
        // What is foreign and may call back comes last.
        Payments.take(sale.currency, uint256(sale.price) * quantity);
    }

    /// @notice Closes a sale that is over and not sold out; anyone may call.
    /// @dev WARNING: who closes chooses when, and with it the block, though not its hash. Close as soon as the time is
    /// over, so that nobody waits for a block of a friend.
    function close(bytes32 saleId) external {
        State storage sale = _sale(saleId);
        Counter memory counter = sale.counter;
        if (counter.drawBlock != 0) revert SaleClosed();
        if (block.timestamp <= counter.closesAt) revert StillOpen(counter.closesAt);
        _close(saleId, counter, sale.accumulator);
        sale.counter = counter;
    }

    // The draw.

    /// @notice Asks the provider of a closed sale that names one, once; anyone may call.
    function request(bytes32 saleId) external nonReentrant {
        State storage sale = _sale(saleId);
        IRandomnessProvider provider = sale.provider;
        if (sale.counter.drawBlock == 0) revert NotClosed();
        if (address(provider) == address(0)) revert WrongBeacon();
        if (sale.requested) revert WrongRequest();
        sale.requested = true;
        emit RandomnessRequested(saleId, provider);
        provider.request(saleId);
    }

    /// @notice Keeps the hash of the block that counts, or the provider's word; anyone may call.
    /// @dev A block's hash can be had from the next block on, for 256 blocks, and for 8,191 where the chain has EIP-2935.
    /// WARNING: a seller who dislikes the hash could let that time lapse and have another block named. One call of this by
    /// anybody prevents it: sellers and buyers both do well to watch for {Closed}.
    function capture(bytes32 saleId) external nonReentrant {
        State storage sale = _sale(saleId);
        if (sale.beacon == 0) _capture(saleId, sale);
    }

    /// @notice Names another block where nobody captured the hash in time; anyone may call, until the seed is too late anyway.
    /// @dev WARNING: the seller has seen what the missed block would have given. {DrawBlockMissed} shows it to everybody.
    function redraw(bytes32 saleId) external {
        State storage sale = _sale(saleId);
        uint256 missed = sale.counter.drawBlock;
        if (missed == 0) revert NotClosed();
        if (address(sale.provider) != address(0)) revert WrongBeacon();
        if (block.timestamp > sale.revealBy) revert RevealTooLate(sale.revealBy);
        if (sale.beacon != 0 || DrawBlock.isAvailable(missed)) revert BlockHashAvailable(missed);
        uint48 drawBlock = DrawBlock.next();
        sale.counter.drawBlock = drawBlock;
        emit DrawBlockMissed(saleId, missed, drawBlock);
    }

    /// @notice Reveals the seed and so fixes what is in every box; captures the beacon where that was not done.
    /// @dev WARNING: possible from {REVEAL_DELAY} blocks after the block that counts to the last second of `revealBy`. Whoever sees
    /// the call knows the seed.
    /// @param serverSeed what the seller committed to
    function reveal(bytes32 saleId, bytes32 serverSeed) external nonReentrant {
        State storage sale = _sale(saleId);
        uint256 drawBlock = sale.counter.drawBlock;
        if (sale.randomness != 0) revert AlreadyRevealed();
        if (drawBlock == 0) revert NotClosed();
        if (block.timestamp > sale.revealBy) revert RevealTooLate(sale.revealBy);
        if (block.number < drawBlock + REVEAL_DELAY) revert DrawBlock.TooEarly(drawBlock + REVEAL_DELAY);
        bytes32 commitment = sale.seedCommitment;
        if (EfficientHashLib.hash(serverSeed) != commitment) revert WrongSeed(commitment);

        bytes32 beacon = sale.beacon;
        if (beacon == 0) beacon = _capture(saleId, sale);
        bytes32 accumulator = sale.accumulator;
        bytes32 randomness = EfficientHashLib.hash(serverSeed, accumulator, beacon);
        sale.randomness = randomness;
        emit Revealed(saleId, serverSeed, accumulator, beacon, randomness);
    }

    // After the draw.

    /// @notice Hands the prize of a box to its owner; anyone may call, also again where the minter reverted.
    /// @dev WARNING: the prize goes to the address that bought the box, whoever calls and whether or not it can move it.
    /// Boxes that were not sold are the seller's.
    /// @param box its number
    /// @param purchase in which it was bought, as {Bought} counts them; of no account for a box that was not sold
    /// @param prizeId what the list has at {positionOf} the box
    /// @param proof from the leaf (position, prizeId) to the root of the list
    function claim(bytes32 saleId, uint256 box, uint256 purchase, uint256 prizeId, bytes32[] calldata proof)
        external
        nonReentrant
    {
        State storage sale = _sale(saleId);
        bytes32 randomness = sale.randomness;
        if (randomness == 0) revert NotRevealed();
        Counter memory counter = sale.counter;
        if (box >= counter.supply) revert UnknownBox(box);
        address owner = box < counter.sold ? _buyerOf(saleId, box, purchase) : sale.seller;

        uint256 position = Shuffle.permute(randomness, counter.supply, box);
        // Hashed twice, so that no inner node of the tree can pass for a leaf.
        bytes32 leaf = EfficientHashLib.hash(EfficientHashLib.hash(position, prizeId));
        if (!MerkleProofLib.verifyCalldata(proof, sale.prizeRoot, leaf)) revert WrongPrize(box, position, prizeId);
        if (LibBitmap.get(_claimed[saleId], box)) revert AlreadyClaimed(box);
        LibBitmap.set(_claimed[saleId], box);
        emit Claimed(saleId, box, owner, position, prizeId);
        sale.minter.deliver(saleId, owner, prizeId);
    }

    /// @notice Pays the seller proceeds and bond, after the seed is revealed; anyone may call. Where no box was sold, the bond
    /// can be had as soon as the sale's time is over.
    function collect(bytes32 saleId) external nonReentrant {
        State storage sale = _sale(saleId);
        Counter memory counter = sale.counter;
        bool unsold = counter.sold == 0 && block.timestamp > counter.closesAt;
        if (sale.randomness == 0 && !unsold) revert NotRevealed();
        if (sale.settled) revert AlreadyCollected();
        sale.settled = true;
        uint256 amount = uint256(sale.price) * counter.sold + sale.bond;
        emit Collected(saleId, sale.seller, amount);
        Payments.pay(sale.currency, sale.seller, amount);
    }

    /// @notice Pays purchases back, each with its share of the bond, where the seed was not revealed in time; anyone may call.
    /// @dev Purchases that were paid back already are passed over, so that nobody can spoil a batch by being faster. A buyer that
    /// cannot be paid gets a credit. All shares together are the bond, to the last unit.
    /// @param purchases their numbers, as {Bought} counts them
    function refund(bytes32 saleId, uint256[] calldata purchases) external nonReentrant {
        State storage sale = _sale(saleId);
        if (!isRefundable(saleId)) revert RefundNotDue(sale.revealBy);
        address currency = sale.currency;
        uint256 price = sale.price;
        uint256 bond = sale.bond;
        uint256 sold = sale.counter.sold;
        for (uint256 i; i < purchases.length; ++i) {
            Purchase memory purchase = _purchases[saleId][purchases[i]];
            if (purchase.quantity == 0) revert WrongPurchase(purchases[i]);
            if (purchase.refunded) continue;
            _purchases[saleId][purchases[i]].refunded = true;
            uint256 end = uint256(purchase.firstBox) + purchase.quantity;
            uint256 share = bond * end / sold - bond * purchase.firstBox / sold;
            _refund(saleId, purchases[i], purchase.buyer, currency, price * purchase.quantity + share);
        }
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

    /// @notice The id that a sale under these terms has or would have here.
    function saleIdOf(Sale calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @notice The terms of a sale.
    function termsOf(bytes32 saleId) external view returns (Sale memory) {
        State storage sale = _sale(saleId);
        Counter memory counter = sale.counter;
        return Sale({
            seller: sale.seller,
            seedCommitment: sale.seedCommitment,
            prizeRoot: sale.prizeRoot,
            supply: counter.supply,
            maxPerBuyer: counter.maxPerBuyer,
            opensAt: counter.opensAt,
            closesAt: counter.closesAt,
            revealBy: sale.revealBy,
            currency: sale.currency,
            price: sale.price,
            bond: sale.bond,
            minter: sale.minter,
            provider: sale.provider
        });
    }

    /// @notice How far a sale is.
    function progressOf(bytes32 saleId) external view returns (Progress memory) {
        State storage sale = _sale(saleId);
        return Progress({
            sold: sale.counter.sold,
            purchases: sale.counter.purchases,
            drawBlock: sale.counter.drawBlock,
            accumulator: sale.accumulator,
            beacon: sale.beacon,
            randomness: sale.randomness,
            requested: sale.requested,
            settled: sale.settled
        });
    }

    /// @notice A purchase; its quantity is zero where there is none of this number.
    function purchaseOf(bytes32 saleId, uint256 purchase) external view returns (Purchase memory) {
        return _purchases[saleId][purchase];
    }

    /// @notice The purchase in which a box was bought.
    function purchaseWith(bytes32 saleId, uint256 box) public view returns (uint256 purchase) {
        Counter memory counter = _sale(saleId).counter;
        if (box >= counter.sold) revert UnknownBox(box);
        uint256 end = counter.purchases;
        while (end - purchase > 1) {
            uint256 middle = (purchase + end) / 2;
            if (_purchases[saleId][middle].firstBox <= box) purchase = middle;
            else end = middle;
        }
    }

    /// @notice Whose prize is in a box: its buyer's, or after the seed is revealed the seller's where nobody bought it.
    function ownerOf(bytes32 saleId, uint256 box) external view returns (address) {
        State storage sale = _sale(saleId);
        if (box < sale.counter.sold) return _purchases[saleId][purchaseWith(saleId, box)].buyer;
        if (box >= sale.counter.supply || sale.randomness == 0) revert UnknownBox(box);
        return sale.seller;
    }

    /// @notice The position in the list of prizes that a box has drawn.
    function positionOf(bytes32 saleId, uint256 box) external view returns (uint256) {
        State storage sale = _sale(saleId);
        if (sale.randomness == 0) revert NotRevealed();
        if (box >= sale.counter.supply) revert UnknownBox(box);
        return Shuffle.permute(sale.randomness, sale.counter.supply, box);
    }

    /// @notice Whether the prize of a box was handed out.
    function isClaimed(bytes32 saleId, uint256 box) external view returns (bool) {
        return LibBitmap.get(_claimed[saleId], box);
    }

    /// @notice Whether purchases are paid back, because the seed was not revealed in time.
    function isRefundable(bytes32 saleId) public view returns (bool) {
        State storage sale = _sale(saleId);
        return sale.randomness == 0 && block.timestamp > sale.revealBy;
    }

    /// @notice The permutation itself, for whoever compares it with an own one; see {Shuffle}.
    /// @param size 1 to 2^32-1
    /// @param index below `size`
    function permute(bytes32 randomness, uint32 size, uint32 index) external pure returns (uint256) {
        if (index >= size) revert UnknownBox(index);
        return Shuffle.permute(randomness, size, index);
    }

    function _sale(bytes32 saleId) private view returns (State storage sale) {
        sale = _sales[saleId];
        if (sale.counter.supply == 0) revert UnknownSale(saleId);
    }

    function _requireContract(address account) private view {
        if (account.code.length == 0) revert NoContract(account);
    }

    function _countForLimit(bytes32 saleId, uint256 quantity, uint32 max) private {
        uint256 boxes = _limited[saleId][msg.sender] + quantity;
        if (boxes > max) revert BuyerLimitReached(msg.sender, max);
        _limited[saleId][msg.sender] = boxes;
    }

    function _accumulate(bytes32 accumulator, address buyer, uint256 quantity, bytes32 entropy)
        private
        pure
        returns (bytes32)
    {
        return EfficientHashLib.hash(accumulator, bytes32(uint256(uint160(buyer))), bytes32(quantity), entropy);
    }

    /// @dev Changes the counter in memory; the caller stores it.
    function _close(bytes32 saleId, Counter memory counter, bytes32 accumulator) private {
        counter.drawBlock = DrawBlock.next();
        emit Closed(saleId, counter.sold, accumulator, counter.drawBlock);
    }

    function _capture(bytes32 saleId, State storage sale) private returns (bytes32 beacon) {
        uint256 drawBlock = sale.counter.drawBlock;
        if (drawBlock == 0) revert NotClosed();
        IRandomnessProvider provider = sale.provider;
        if (address(provider) == address(0)) {
            beacon = DrawBlock.hashOf(drawBlock);
        } else {
            if (!sale.requested) revert WrongRequest();
            bool ready;
            (ready, beacon) = provider.randomness(saleId);
            if (!ready || beacon == 0) revert RandomnessPending();
        }
        sale.beacon = beacon;
        emit Captured(saleId, drawBlock, beacon);
    }

    function _buyerOf(bytes32 saleId, uint256 box, uint256 number) private view returns (address) {
        Purchase memory purchase = _purchases[saleId][number];
        if (box < purchase.firstBox || box >= uint256(purchase.firstBox) + purchase.quantity) {
            revert WrongPurchase(number);
        }
        return purchase.buyer;
    }

    function _refund(bytes32 saleId, uint256 purchase, address buyer, address currency, uint256 amount) private {
        bool paid = Payments.tryPay(currency, buyer, amount);
        if (!paid) creditOf[buyer][currency] += amount;
        emit Refunded(saleId, purchase, buyer, amount, !paid);
    }
}
