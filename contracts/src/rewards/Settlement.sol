// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {Signatures} from "../common/Signatures.sol";
import {Payouts} from "./Payouts.sol";
import {Share, SplitMath} from "./SplitMath.sol";
import {SplitRegistry} from "./SplitRegistry.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {EfficientHashLib} from "solady/utils/EfficientHashLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title Settlement
/// @notice Divides what is paid among the recipients of a split at once, exact to the smallest unit: one payment directly, or
/// the orders that the buyers of a session signed, many in one transaction.
/// @dev Nothing of a session is stored but one bit for each order. What could not be pushed to a recipient becomes its
/// credit, which it withdraws; nothing else stays here.
contract Settlement is EIP712, Payouts {
    /// @notice The terms of a session, which every order of it is signed for.
    /// @param operator who settles its orders, and nobody else
    /// @param currency the ERC-20 in which they are paid
    /// @param splitId a split of the registry; a later change of terms takes another session
    /// @param closesAt the last second in which they are settled
    /// @param salt makes it another session than one of the same terms
    struct Session {
        address operator;
        address currency;
        bytes32 splitId;
        uint64 closesAt;
        bytes32 salt;
    }

    /// @notice One sale of a session.
    /// @param index names the order in its session; the operator gives each its own, best from 0 on
    /// @param buyer who signed and pays
    /// @param amount in the smallest unit of the session's currency
    /// @param item what is sold
    /// @param signature the buyer's over SaleOrder(sessionId, index, buyer, amount, item): of a key, or by ERC-1271
    struct SignedOrder {
        uint256 index;
        address buyer;
        uint256 amount;
        bytes32 item;
        bytes signature;
    }

    /// @notice Why an order of a batch was passed over.
    enum Reason {
        Settled,
        Cancelled,
        NotSigned,
        NotPaid
    }

    bytes32 private constant ORDER_TYPEHASH =
        keccak256("SaleOrder(bytes32 sessionId,uint256 index,address buyer,uint256 amount,bytes32 item)");

    /// @dev Enough for a wallet that checks passkeys in its own code, too little for one to make the others wait.
    uint256 private constant SIGNATURE_GAS = 400_000;

    /// @notice Where the splits are.
    SplitRegistry public immutable registry;

    /// @dev A bit for each index that is settled.
    mapping(bytes32 sessionId => mapping(uint256 word => uint256 bits)) private _settled;

    /// @dev A bit for each index at which somebody cancelled something, so that others need not be looked up one by one.
    mapping(bytes32 sessionId => mapping(uint256 word => uint256 bits)) private _cancelledAt;

    /// @dev By the order's struct hash, which has its buyer in it: cancelling one takes the index from nobody else.
    mapping(bytes32 orderHash => bool) private _cancelled;

    /// @notice `amount` was paid and divided by `splitId`. Each recipient has its part, but for those credited.
    event Paid(bytes32 indexed paymentReference, bytes32 indexed splitId, address currency, uint256 amount);

    /// @notice The order was passed over; unless it was settled before or is cancelled it can come again.
    event OrderSkipped(bytes32 indexed sessionId, address indexed buyer, uint256 index, Reason reason);

    /// @notice A batch was paid and its `total` divided at once by the session's split.
    /// @param orderHashes the EIP-712 hash of each order as they came, zero for one that was passed over
    event SessionSettled(bytes32 indexed sessionId, uint256 total, bytes32[] orderHashes);

    /// @notice The buyer's order will not be settled.
    event OrderCancelled(bytes32 indexed sessionId, address indexed buyer, uint256 index);

    /// @notice The zero address is no registry.
    error ZeroAddress();

    /// @notice Only the session's operator settles its orders.
    error NotOperator(address operator);

    /// @notice The session's last second is over.
    error SessionClosed(uint64 closesAt);

    /// @notice There is no contract at the currency's address; a session cannot be in the native coin.
    error NoSuchCurrency(address currency);

    /// @notice The split is not in the registry.
    error UnknownSplit(bytes32 splitId);

    /// @notice The shares given are not those of the session's split.
    error SplitMismatch(bytes32 splitId);

    /// @param registry_ where the splits are
    constructor(SplitRegistry registry_) {
        if (address(registry_) == address(0)) revert ZeroAddress();
        registry = registry_;
    }

    /// @notice Divides one payment of the caller at once.
    /// @dev WARNING: send exactly the amount in the native coin, or approve this contract for it and send nothing. Tokens that
    /// take a fee are refused. The split need not be registered: whoever relies on the payment compares the `splitId` in
    /// the event with the one that was agreed.
    /// WARNING: the reference is not kept; the same one pays again.
    /// @param currency the ERC-20, or zero for the native coin
    /// @param amount in its smallest unit
    /// @param shares at most 50 that add up to 10,000 basis points; an account that is named twice gets both parts
    /// @param paymentReference names the payment for whoever reads the event
    function pay(address currency, uint256 amount, Share[] calldata shares, bytes32 paymentReference)
        external
        payable
        nonReentrant
    {
        Payments.take(currency, amount);
        emit Paid(paymentReference, SplitMath.idOf(shares), currency, amount);
        _divide(currency, amount, shares);
    }

    /// @notice Takes what the orders cost from their buyers and divides the sum at once; for the session's operator.
    /// @dev An order that cannot be settled is passed over with an {OrderSkipped}, and its buyer pays nothing. A token of which
    /// less or more arrives than all of them cost (it takes a fee, changes balances, or was also sent by a buyer that it
    /// called meanwhile) fails the batch.
    /// WARNING: a buyer's balance and allowance are hers until then. Deliver what is settled, not what is signed.
    /// WARNING: a batch with too little gas left to try an order properly reverts; send 350,000 more than it needs.
    /// @param session its terms
    /// @param shares its split's shares, as created
    /// @param orders those of one word of 256 indices side by side cost the least
    /// @return total what was paid and divided
    function settle(Session calldata session, Share[] calldata shares, SignedOrder[] calldata orders)
        external
        nonReentrant
        returns (uint256 total)
    {
        if (msg.sender != session.operator) revert NotOperator(session.operator);
        if (block.timestamp > session.closesAt) revert SessionClosed(session.closesAt);
        address currency = session.currency;
        if (currency.code.length == 0) revert NoSuchCurrency(currency);
        if (SplitMath.idOf(shares) != session.splitId) revert SplitMismatch(session.splitId);
        if (!registry.exists(session.splitId)) revert UnknownSplit(session.splitId);

        bytes32 sessionId = keccak256(abi.encode(session));
        uint256 before = SafeTransferLib.balanceOf(currency, address(this));
        bytes32[] memory orderHashes = new bytes32[](orders.length);
        total = _take(sessionId, currency, orders, orderHashes);
        uint256 received = SafeTransferLib.balanceOf(currency, address(this)) - before;
        if (received != total) revert Payments.WrongPayment(total, received);
        emit SessionSettled(sessionId, total, orderHashes);
        _divide(currency, total, shares);
    }

    /// @notice Voids an order that the caller signed and that is not settled yet.
    /// @dev WARNING: it voids these very terms; an order that she signs at the same index with others stays. A batch that comes
    /// first settles it: to be safe, take the allowance back as well.
    /// @param sessionId the session's, see {sessionIdOf}
    /// @param index as signed
    /// @param amount as signed
    /// @param item as signed
    function cancel(bytes32 sessionId, uint256 index, uint256 amount, bytes32 item) external nonReentrant {
        _cancelled[_orderHash(sessionId, index, msg.sender, amount, item)] = true;
        _cancelledAt[sessionId][index >> 8] |= 1 << (index & 0xff);
        emit OrderCancelled(sessionId, msg.sender, index);
    }

    /// @notice Whether the order of an index is settled; nobody is told in the middle of a batch.
    /// @param sessionId the session's, see {sessionIdOf}
    /// @param index as signed
    function isSettled(bytes32 sessionId, uint256 index) external view nonReentrantView returns (bool) {
        return (_settled[sessionId][index >> 8] >> (index & 0xff)) & 1 == 1;
    }

    /// @notice Whether its buyer cancelled exactly this order.
    function isCancelled(bytes32 sessionId, uint256 index, address buyer, uint256 amount, bytes32 item)
        external
        view
        returns (bool)
    {
        return _cancelled[_orderHash(sessionId, index, buyer, amount, item)];
    }

    /// @notice keccak256(abi.encode(session)), which the orders name.
    function sessionIdOf(Session calldata session) external pure returns (bytes32) {
        return keccak256(abi.encode(session));
    }

    /// @dev The words of marks are read and written once for a run of orders in them: nobody else can write them meanwhile.
    function _take(bytes32 sessionId, address currency, SignedOrder[] calldata orders, bytes32[] memory orderHashes)
        private
        returns (uint256 total)
    {
        mapping(uint256 word => uint256 bits) storage settled = _settled[sessionId];
        uint256 word = type(uint256).max;
        uint256 bits;
        uint256 cancelledBits;
        for (uint256 i; i < orders.length; ++i) {
            SignedOrder calldata order = orders[i];
            uint256 index = order.index;
            // No index is in the word that comes first.
            if (index >> 8 != word) {
                if (word != type(uint256).max) settled[word] = bits;
                word = index >> 8;
                bits = settled[word];
                cancelledBits = _cancelledAt[sessionId][word];
            }

            uint256 bit = 1 << (index & 0xff);
            address buyer = order.buyer;
            uint256 amount = order.amount;
            bytes32 orderHash = _orderHash(sessionId, index, buyer, amount, order.item);
            if (bits & bit != 0) {
                emit OrderSkipped(sessionId, buyer, index, Reason.Settled);
            } else if (cancelledBits & bit != 0 && _cancelled[orderHash]) {
                emit OrderSkipped(sessionId, buyer, index, Reason.Cancelled);
            } else if (!_isSigned(buyer, orderHash, order.signature)) {
                emit OrderSkipped(sessionId, buyer, index, Reason.NotSigned);
            } else if (!Payments.tryTake(currency, buyer, amount)) {
                emit OrderSkipped(sessionId, buyer, index, Reason.NotPaid);
            } else {
                bits |= bit;
                total += amount;
                orderHashes[i] = orderHash;
            }
        }
        if (word != type(uint256).max) settled[word] = bits;
    }

    /// @dev As {Signatures-isValid}, but a contract that signs has an end to its gas.
    function _isSigned(address buyer, bytes32 orderHash, bytes calldata signature) private view returns (bool) {
        if (buyer == address(0)) return false;
        bytes32 digest = _hashTypedData(orderHash);
        if (Signatures.recover(digest, signature) == buyer) return true;
        if (buyer.code.length == 0) return false;
        uint256 available = gasleft();
        if (Signatures.isValidByContract(buyer, digest, signature, SIGNATURE_GAS)) return true;
        Payments.requireGas(available, SIGNATURE_GAS);
        return false;
    }

    function _orderHash(bytes32 sessionId, uint256 index, address buyer, uint256 amount, bytes32 item)
        private
        pure
        returns (bytes32)
    {
        return EfficientHashLib.hash(
            ORDER_TYPEHASH, sessionId, bytes32(index), bytes32(uint256(uint160(buyer))), bytes32(amount), item
        );
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Settlement", "1");
    }
}
