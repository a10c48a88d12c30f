// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {Signatures} from "../common/Signatures.sol";
import {Payouts} from "./Payouts.sol";
import {Share, SplitMath} from "./SplitMath.sol";
import {SplitRegistry} from "./SplitRegistry.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @notice What every order of a sale has in common. An order names it by its hash; nothing of it is stored.
/// @param seller who ships, and may give money back
/// @param arbiter who decides a dispute between an order's buyer and the split, and can pay nobody else; with nobody here, time
/// decides for the buyer
/// @param splitId a split of the registry
/// @param acceptance seconds from shipping in which the buyer confirms or disputes
/// @param arbitration seconds from the dispute in which the arbiter decides
/// @param kept whether what became of an order stays on record, as bonds and rebates need it, at 4,800 gas an order; what was
/// never shipped and refunded for it does not
/// @param conditions whose attestations an order needs before it counts as shipped, at most 4: keys, or contracts that check
/// a proof (ERC-1271)
struct SaleTerms {
    address seller;
    address arbiter;
    bytes32 splitId;
    uint32 acceptance;
    uint32 arbitration;
    bool kept;
    address[] conditions;
}

/// @notice One sale.
/// @param termsId keccak256(abi.encode(terms))
/// @param buyer who confirms delivery, disputes, and gets refunds
/// @param currency the ERC-20 that is paid, or zero for the native coin
/// @param amount in the smallest unit of the currency, below 2^208
/// @param sponsor who bears a part of it: for a coupon, a promotion; zero for nobody
/// @param discount the sponsor's part of the amount; a refund gives it its part of what is given back
/// @param itemKey the item that is sold
/// @param shipBy the last second in which the order can be shipped, at most 366 days ahead; then the money goes back
/// @param salt makes it another order than one of the same terms
struct EscrowOrder {
    bytes32 termsId;
    address buyer;
    address currency;
    uint256 amount;
    address sponsor;
    uint256 discount;
    bytes32 itemKey;
    uint256 shipBy;
    uint256 salt;
}

/// @notice That a condition of the terms is met.
/// @param evidence what it vouches for, as a passport's hash
/// @param signature of the condition's account over ConditionMet(orderId, itemKey, evidence)
struct Attestation {
    bytes32 evidence;
    bytes signature;
}

/// @notice An order that leaves the house.
/// @param order as funded
/// @param attestations one for each condition of its terms, in their order
struct Shipment {
    EscrowOrder order;
    Attestation[] attestations;
}

/// @title SaleEscrow
/// @notice Holds the price of a sale until the goods are shipped and accepted, then pays it out under the split that was fixed
/// before the sale, exact to the smallest unit; or gives it back to the buyer.
/// @dev An order is named by its hash and costs one slot. Each state has a last second. Until then the parties decide: buyer,
/// seller, arbiter. After it nobody has a say, and anybody takes the one way that is left: from funded and from disputed
/// back to the buyer by {refund}, from shipped to the split by {releaseBatch}. A push that fails becomes a credit that its
/// owner withdraws.
contract SaleEscrow is EIP712, Payouts {
    /// @notice Where an order stands.
    enum State {
        None,
        Funded,
        Shipped,
        Disputed,
        Released,
        Refunded
    }

    /// @dev One slot, from its lowest bit: the state (8 bits), its last second (40), what was refunded (208). It is packed by
    /// hand, and so read once and written once.
    struct Record {
        uint256 packed;
    }

    bytes32 private constant CONDITION_TYPEHASH =
        keccak256("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");
    bytes32 private constant DELIVERY_TYPEHASH = keccak256("DeliveryConfirmed(bytes32 orderId)");
    bytes32 private constant DISPUTE_TYPEHASH = keccak256("DisputeOpened(bytes32 orderId,bytes32 reason)");

    /// @notice The longest that an order waits for shipping, acceptance or arbitration, each.
    uint256 public constant MAX_WAIT = 366 days;

    /// @notice The most conditions of one sale.
    uint256 public constant MAX_CONDITIONS = 4;

    /// @notice Where the splits are.
    SplitRegistry public immutable registry;

    mapping(bytes32 orderId => Record) private _records;

    /// @notice The order is funded.
    event Deposited(bytes32 indexed orderId, bytes32 indexed termsId);

    /// @notice One of the order's conditions is met.
    event ConditionAttested(bytes32 indexed orderId, address indexed condition, bytes32 evidence);

    /// @notice The order is shipped, and its buyer disputes it until second `until` at the latest.
    event Shipped(bytes32 indexed orderId, uint256 until);

    /// @notice The order's buyer disputes it; its arbiter decides until second `until` at the latest.
    event Disputed(bytes32 indexed orderId, bytes32 reason, uint256 until);

    /// @notice What was left of the order was divided by its split.
    event Released(bytes32 indexed orderId, uint256 amount);

    /// @notice What was left of these orders was divided at once; zero in place of one that was not due.
    event BatchReleased(bytes32 indexed termsId, address indexed currency, uint256 total, bytes32[] orderIds);

    /// @notice `amount` of the order went back to its buyer and its sponsor.
    event Refunded(bytes32 indexed orderId, uint256 amount);

    /// @notice The arbiter gave so much of the order back, and the rest to the split.
    event Resolved(bytes32 indexed orderId, uint256 refunded, uint256 released);

    /// @notice The order has been funded before.
    error OrderExists(bytes32 orderId);

    /// @notice The order is in a state in which this does not happen to it: settled, forgotten or never funded, for one.
    error WrongState(bytes32 orderId, State state);

    /// @notice These are not the terms that the order names.
    error TermsMismatch(bytes32 termsId);

    /// @notice The order cannot be held so: its buyer or sponsor is nobody or this contract, its amount or its wait too large, or
    /// its discount is not a sponsor's part of the amount.
    error InvalidOrder();

    /// @notice The terms make nobody wait for more than {MAX_WAIT} and have {MAX_CONDITIONS} conditions at the most.
    error InvalidTerms();

    /// @notice It is after `deadline`, in seconds.
    error TooLate(uint256 deadline);

    /// @notice It is not after `deadline`, in seconds.
    error TooEarly(uint256 deadline);

    /// @notice Only the seller of the terms does this.
    error NotSeller(address seller);

    /// @notice Only the arbiter of the terms does this.
    error NotArbiter(address arbiter);

    /// @notice The split is not in the registry.
    error UnknownSplit(bytes32 splitId);

    /// @notice The shares given are not those of the terms' split.
    error SplitMismatch(bytes32 splitId);

    /// @notice The condition at this place of the terms is not attested for this order and item.
    error ConditionNotMet(bytes32 orderId, uint256 place);

    /// @notice The order's buyer did not sign this.
    error NotSignedByBuyer(bytes32 orderId);

    /// @notice The orders of a batch are in one currency.
    error CurrencyMismatch(bytes32 orderId);

    /// @notice There is less left of the order.
    error AmountTooLarge(uint256 left, uint256 given);

    /// @notice The zero address is no registry.
    error ZeroAddress();

    /// @param registry_ where the splits are
    constructor(SplitRegistry registry_) {
        if (address(registry_) == address(0)) revert ZeroAddress();
        registry = registry_;
    }

    /// @notice Funds an order from the caller's money; anyone may pay for the buyer.
    /// @dev WARNING: read the terms that it names. The seller alone says that it is shipped, if no condition binds him; from
    /// then on the money is his, unless the buyer disputes in time.
    /// WARNING: send exactly the amount in the native coin, or approve this contract for it and send nothing. Tokens that
    /// take a fee are refused; a token that shrinks balances later leaves too little for the last one paid.
    /// @param order its terms; keep them, the contract does not
    function deposit(EscrowOrder calldata order) external payable nonReentrant {
        uint256 amount = order.amount;
        uint256 shipBy = order.shipBy;
        address buyer = order.buyer;
        if (buyer == address(0)) revert InvalidOrder();
        if (buyer == address(this)) revert InvalidOrder();
        if (amount > type(uint208).max) revert InvalidOrder();
        if (order.sponsor == address(0)) {
            if (order.discount != 0) revert InvalidOrder();
        } else {
            if (order.discount == 0 || order.discount > amount) revert InvalidOrder();
            if (order.sponsor == address(this)) revert InvalidOrder();
        }
        unchecked {
            // A wait below zero is a very long one.
            if (shipBy - block.timestamp > MAX_WAIT) {
                if (block.timestamp > shipBy) revert TooLate(shipBy);
                revert InvalidOrder();
            }
        }
        bytes32 orderId = orderIdOf(order);
        Record storage record = _records[orderId];
        if (record.packed != 0) revert OrderExists(orderId);

        record.packed = _pack(State.Funded, shipBy, 0);
        emit Deposited(orderId, order.termsId);
        Payments.take(order.currency, amount);
    }

    /// @notice Says that orders are shipped, with what their conditions ask for; for the seller, until `shipBy` of each.
    /// @dev From now on each buyer has `acceptance` seconds, and there is no way back for her but a dispute or the seller. One
    /// that cannot be shipped fails them all.
    /// @param terms those of the orders
    /// @param shipments one or more
    function ship(SaleTerms calldata terms, Shipment[] calldata shipments) external nonReentrant {
        if (msg.sender != terms.seller) revert NotSeller(terms.seller);
        if (terms.acceptance > MAX_WAIT || terms.arbitration > MAX_WAIT) revert InvalidTerms();
        if (!registry.exists(terms.splitId)) revert UnknownSplit(terms.splitId);
        bytes32 termsId = termsIdOf(terms);
        uint256 until = block.timestamp + terms.acceptance;
        for (uint256 i; i < shipments.length; ++i) {
            EscrowOrder calldata order = shipments[i].order;
            if (order.termsId != termsId) revert TermsMismatch(order.termsId);
            (bytes32 orderId, Record storage record) = _recordOf(order);
            (, uint256 refunded) = _readIn(State.Funded, orderId, record);
            record.packed = _pack(State.Shipped, until, refunded);
            _requireConditions(terms, orderId, order.itemKey, shipments[i].attestations);
            emit Shipped(orderId, until);
        }
    }

    /// @notice Pays an order out whose buyer confirms delivery; anyone may call who holds her signature, until the last second of
    /// the order's state.
    /// @dev WARNING: the signature is final once published, in a dispute too; sign when the goods are there and right.
    /// WARNING: it does not stop the clock: use it before `shipBy`, or ship. Once the acceptance is over, {releaseBatch} needs
    /// no signature.
    /// @param terms those of the order
    /// @param shares of the split, as created; registered or not, where the order is not shipped
    /// @param order as funded
    /// @param attestations one for each condition where the order is not shipped yet; not looked at where it is
    /// @param deliverySignature by the buyer over DeliveryConfirmed(orderId)
    function release(
        SaleTerms calldata terms,
        Share[] calldata shares,
        EscrowOrder calldata order,
        Attestation[] calldata attestations,
        bytes calldata deliverySignature
    ) external nonReentrant {
        _requireTerms(terms, order);
        _requireSplit(terms, shares);
        (bytes32 orderId, Record storage record) = _recordOf(order);
        (State state, uint256 until, uint256 refunded) = _readOpen(orderId, record);

        uint256 left = order.amount - refunded;
        _close(record, order, terms.kept, _pack(State.Released, until, refunded));
        if (state == State.Funded) _requireConditions(terms, orderId, order.itemKey, attestations);
        _requireBuyer(orderId, order.buyer, keccak256(abi.encode(DELIVERY_TYPEHASH, orderId)), deliverySignature);
        emit Released(orderId, left);
        _divide(order.currency, left, shares);
    }

    /// @notice Pays out what is shipped and was not disputed in time, many orders of the same terms at once; anyone may call.
    /// @dev An order that is not due (disputed, paid out, refunded, still to be accepted) is passed over. The split is taken of
    /// the total, so that an odd unit falls once.
    /// @param terms those of the orders
    /// @param shares of the split, as created
    /// @param orders in one currency
    /// @return total what was divided
    function releaseBatch(SaleTerms calldata terms, Share[] calldata shares, EscrowOrder[] calldata orders)
        external
        nonReentrant
        returns (uint256 total)
    {
        if (orders.length == 0) return 0;
        bytes32 termsId = termsIdOf(terms);
        _requireSplit(terms, shares);
        address currency = orders[0].currency;
        bytes32[] memory orderIds = new bytes32[](orders.length);
        for (uint256 i; i < orders.length; ++i) {
            EscrowOrder calldata order = orders[i];
            if (order.termsId != termsId) revert TermsMismatch(order.termsId);
            (bytes32 orderId, Record storage record) = _recordOf(order);
            if (order.currency != currency) revert CurrencyMismatch(orderId);
            (State state, uint256 until, uint256 refunded) = _read(record);
            if (state != State.Shipped || block.timestamp <= until) continue;
            orderIds[i] = orderId;
            total += order.amount - refunded;
            _close(record, order, terms.kept, _pack(State.Released, until, refunded));
        }
        emit BatchReleased(termsId, currency, total, orderIds);
        _divide(currency, total, shares);
    }

    /// @notice Gives back what is left of an order that was not shipped in time, or whose arbiter did not decide in time;
    /// anyone may call.
    /// @param order as funded
    function refund(EscrowOrder calldata order) external nonReentrant {
        (bytes32 orderId, Record storage record) = _recordOf(order);
        (State state, uint256 until, uint256 refunded) = _read(record);
        if (state != State.Funded && state != State.Disputed) revert WrongState(orderId, state);
        if (block.timestamp <= until) revert TooEarly(until);

        // Where `shipBy` is over it cannot be funded again, and is forgotten. A dispute may end before.
        record.packed = state == State.Funded ? 0 : _pack(State.Refunded, until, order.amount);
        _refund(orderId, order, refunded, order.amount - refunded);
    }

    /// @notice Gives back a part of an order, or all that is left of it; for the seller, until the last second of the order's
    /// state.
    /// @param terms those of the order
    /// @param order as funded
    /// @param amount in the smallest unit; all that is left settles the order
    function refundBySeller(SaleTerms calldata terms, EscrowOrder calldata order, uint256 amount)
        external
        nonReentrant
    {
        _requireTerms(terms, order);
        if (msg.sender != terms.seller) revert NotSeller(terms.seller);
        (bytes32 orderId, Record storage record) = _recordOf(order);
        (State state, uint256 until, uint256 refunded) = _readOpen(orderId, record);
        uint256 left = order.amount - refunded;
        if (amount > left) revert AmountTooLarge(left, amount);

        if (amount == left) {
            // What was never shipped has no last second, and no bond stands for it.
            if (state == State.Funded) until = 0;
            _close(record, order, terms.kept, _pack(State.Refunded, until, order.amount));
        } else {
            record.packed = _pack(state, until, refunded + amount);
        }
        _refund(orderId, order, refunded, amount);
    }

    /// @notice Stops an order that is shipped, until its arbiter has decided; with the buyer's signature, in her time.
    /// @param terms those of the order
    /// @param order as funded
    /// @param reason the hash of what she complains of
    /// @param signature by the buyer over DisputeOpened(orderId, reason)
    function dispute(SaleTerms calldata terms, EscrowOrder calldata order, bytes32 reason, bytes calldata signature)
        external
        nonReentrant
    {
        _requireTerms(terms, order);
        (bytes32 orderId, Record storage record) = _recordOf(order);
        (, uint256 refunded) = _readIn(State.Shipped, orderId, record);

        uint256 until = block.timestamp + terms.arbitration;
        record.packed = _pack(State.Disputed, until, refunded);
        _requireBuyer(orderId, order.buyer, keccak256(abi.encode(DISPUTE_TYPEHASH, orderId, reason)), signature);
        emit Disputed(orderId, reason, until);
    }

    /// @notice Decides a dispute: so much of what is left goes back, the rest to the split; for the arbiter, in his time.
    /// @param terms those of the order
    /// @param shares of the split, as created
    /// @param order as funded
    /// @param back in the smallest unit, from nothing to all that is left
    function resolve(SaleTerms calldata terms, Share[] calldata shares, EscrowOrder calldata order, uint256 back)
        external
        nonReentrant
    {
        _requireTerms(terms, order);
        if (msg.sender != terms.arbiter) revert NotArbiter(terms.arbiter);
        _requireSplit(terms, shares);
        (bytes32 orderId, Record storage record) = _recordOf(order);
        (uint256 until, uint256 refunded) = _readIn(State.Disputed, orderId, record);
        uint256 left = order.amount - refunded;
        if (back > left) revert AmountTooLarge(left, back);

        State state = back == left ? State.Refunded : State.Released;
        _close(record, order, terms.kept, _pack(state, until, refunded + back));
        emit Resolved(orderId, back, left - back);
        if (back != 0) _refund(orderId, order, refunded, back);
        _divide(order.currency, left - back, shares);
    }

    /// @notice Where an order stands.
    /// @dev WARNING: once its `shipBy` is over, a settled order whose terms do not keep it is forgotten, and none again; the
    /// events tell what became of it.
    /// @param orderId keccak256(abi.encode(order))
    /// @return state where it stands
    /// @return until the last second of that state, or of the one in which it was settled; zero for what was refunded before it
    /// was shipped
    /// @return refunded what was given back of it so far
    function recordOf(bytes32 orderId) external view returns (State state, uint40 until, uint208 refunded) {
        (State state_, uint256 until_, uint256 refunded_) = _read(_records[orderId]);
        // They were cut out of the slot with these very widths.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (state_, uint40(until_), uint208(refunded_));
    }

    /// @notice keccak256(abi.encode(terms)), which orders name.
    function termsIdOf(SaleTerms calldata terms) public pure returns (bytes32) {
        return keccak256(abi.encode(terms));
    }

    /// @notice keccak256(abi.encode(order)), which names it.
    function orderIdOf(EscrowOrder calldata order) public pure returns (bytes32 orderId) {
        // Words as they came: where one has stray bits, reading the field reverts.
        assembly ("memory-safe") {
            let m := mload(0x40)
            calldatacopy(m, order, 0x120)
            orderId := keccak256(m, 0x120)
        }
    }

    function _recordOf(EscrowOrder calldata order) private view returns (bytes32 orderId, Record storage record) {
        orderId = orderIdOf(order);
        record = _records[orderId];
    }

    function _read(Record storage record) private view returns (State state, uint256 until, uint256 refunded) {
        uint256 packed = record.packed;
        return (State(packed & 0xff), (packed >> 8) & type(uint40).max, packed >> 48);
    }

    /// @dev Of an order that is not settled, and whose parties still have a say.
    function _readOpen(bytes32 orderId, Record storage record)
        private
        view
        returns (State state, uint256 until, uint256 refunded)
    {
        (state, until, refunded) = _read(record);
        if (state != State.Funded && state != State.Shipped && state != State.Disputed) {
            revert WrongState(orderId, state);
        }
        if (block.timestamp > until) revert TooLate(until);
    }

    /// @dev Of an order that is in this very state, and whose last second is not over.
    function _readIn(State state, bytes32 orderId, Record storage record)
        private
        view
        returns (uint256 until, uint256 refunded)
    {
        State found;
        (found, until, refunded) = _read(record);
        if (found != state) revert WrongState(orderId, found);
        if (block.timestamp > until) revert TooLate(until);
    }

    /// @dev No deadline needs more than 40 bits, for {MAX_WAIT} bounds it; no refund more than 208, as no amount does.
    function _pack(State state, uint256 until, uint256 refunded) private pure returns (uint256) {
        return uint256(state) | until << 8 | refunded << 48;
    }

    /// @dev Forgets the order where nobody can fund it again and nobody asks for it.
    function _close(Record storage record, EscrowOrder calldata order, bool kept, uint256 packed) private {
        record.packed = kept || block.timestamp <= order.shipBy ? packed : 0;
    }

    /// @dev What the sponsor gets is rounded of the running total, so that many parts give it what one would.
    function _refund(bytes32 orderId, EscrowOrder calldata order, uint256 refunded, uint256 amount) private {
        emit Refunded(orderId, amount);
        uint256 back;
        if (order.discount != 0) {
            back = _sponsored(order, refunded + amount) - _sponsored(order, refunded);
            _pay(order.currency, order.sponsor, back);
        }
        _pay(order.currency, order.buyer, amount - back);
    }

    /// @dev The sponsor's part of `amount`.
    function _sponsored(EscrowOrder calldata order, uint256 amount) private pure returns (uint256) {
        return FixedPointMathLib.fullMulDiv(amount, order.discount, order.amount);
    }

    function _requireTerms(SaleTerms calldata terms, EscrowOrder calldata order) private pure {
        if (termsIdOf(terms) != order.termsId) revert TermsMismatch(order.termsId);
    }

    function _requireSplit(SaleTerms calldata terms, Share[] calldata shares) private pure {
        if (SplitMath.idOf(shares) != terms.splitId) revert SplitMismatch(terms.splitId);
    }

    function _requireConditions(
        SaleTerms calldata terms,
        bytes32 orderId,
        bytes32 itemKey,
        Attestation[] calldata attestations
    ) private {
        address[] calldata conditions = terms.conditions;
        if (conditions.length > MAX_CONDITIONS) revert InvalidTerms();
        for (uint256 i; i < conditions.length; ++i) {
            if (i == attestations.length) revert ConditionNotMet(orderId, i);
            Attestation calldata given = attestations[i];
            bytes32 digest = _hashTypedData(keccak256(abi.encode(CONDITION_TYPEHASH, orderId, itemKey, given.evidence)));
            if (!Signatures.isValid(conditions[i], digest, given.signature)) revert ConditionNotMet(orderId, i);
            emit ConditionAttested(orderId, conditions[i], given.evidence);
        }
    }

    function _requireBuyer(bytes32 orderId, address buyer, bytes32 message, bytes calldata signature) private view {
        if (!Signatures.isValid(buyer, _hashTypedData(message), signature)) revert NotSignedByBuyer(orderId);
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Sale Escrow", "1");
    }
}
