// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {Signatures} from "../common/Signatures.sol";
import {Share, SplitMath} from "./SplitMath.sol";
import {SplitRegistry} from "./SplitRegistry.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "solady/utils/EIP712.sol";

/// @title SaleEscrow
/// @notice Holds the price of a sale until its passport is verified and its delivery confirmed, then pays it out under the
/// split that was fixed before the sale, exact to the smallest unit; or gives it back to the buyer when time has run out.
/// @dev An order costs one slot: 248 bits of the hash of its terms and 8 bits of state. Every state has a way on: funded to
/// released or, from `refundAfter` on, to refunded; a push that fails becomes a credit that its owner withdraws.
contract SaleEscrow is EIP712, ReentrancyGuardTransient {
    /// @notice The terms of one sale.
    /// @param orderId names the order here, once; take a random one or hash the terms
    /// @param buyer who confirms delivery and gets refunds
    /// @param verifier who vouches for the passport
    /// @param currency the ERC-20 that is paid, or zero for the native coin
    /// @param amount in the smallest unit of the currency
    /// @param splitId a split of the registry
    /// @param itemKey the item whose passport counts
    /// @param refundAfter the second from which on the buyer may have the money back
    struct Order {
        bytes32 orderId;
        address buyer;
        address verifier;
        address currency;
        uint256 amount;
        bytes32 splitId;
        bytes32 itemKey;
        uint64 refundAfter;
    }

    uint8 private constant FUNDED = 1;
    uint8 private constant RELEASED = 2;
    uint8 private constant REFUNDED = 3;

    bytes32 private constant PASSPORT_TYPEHASH =
        keccak256("PassportVerified(bytes32 orderId,bytes32 itemKey,bytes32 passportHash)");
    bytes32 private constant DELIVERY_TYPEHASH = keccak256("DeliveryConfirmed(bytes32 orderId)");

    /// @notice Where the splits are.
    SplitRegistry public immutable registry;

    /// @notice What could not be pushed to `account` and waits for its {withdraw}.
    mapping(address account => mapping(address currency => uint256 amount)) public creditOf;

    /// @dev The hash of the terms with its last byte replaced by the state.
    mapping(bytes32 orderId => uint256 termsAndState) private _orders;

    /// @notice The order is funded.
    event Deposited(bytes32 indexed orderId, address indexed buyer, address currency, uint256 amount);

    /// @notice `recipient` received `amount` of the order.
    event Paid(bytes32 indexed orderId, address indexed recipient, uint256 amount);

    /// @notice `amount` of the order could not be pushed to `recipient` and became its credit.
    event Credited(bytes32 indexed orderId, address indexed recipient, uint256 amount);

    /// @notice The order is paid out; `passportHash` is what its verifier vouched for.
    event Released(bytes32 indexed orderId, bytes32 passportHash);

    /// @notice The order's amount went back to its buyer, or became the buyer's credit.
    event Refunded(bytes32 indexed orderId, uint256 amount);

    /// @notice `account` withdrew its credit.
    event Withdrawn(address indexed account, address indexed currency, uint256 amount);

    /// @notice The order id is taken.
    error OrderExists(bytes32 orderId);

    /// @notice The order is not waiting for release or refund; `state` as in {stateOf}.
    error NotFunded(bytes32 orderId, uint8 state);

    /// @notice The terms given are not those that were funded under this order id.
    error OrderMismatch(bytes32 orderId);

    /// @notice The split is not in the registry.
    error UnknownSplit(bytes32 splitId);

    /// @notice The shares given are not those of the order's split.
    error SplitMismatch(bytes32 splitId);

    /// @notice The order's verifier did not sign for this item and passport.
    error PassportNotVerified(bytes32 orderId);

    /// @notice The order's buyer did not sign for delivery.
    error DeliveryNotConfirmed(bytes32 orderId);

    /// @notice It is not yet `refundAfter`.
    error RefundNotDue(uint64 refundAfter);

    /// @notice The caller has no credit in this currency.
    error NothingToWithdraw();

    /// @notice An address that must be somebody is zero.
    error ZeroAddress();

    /// @param registry_ where the splits are
    constructor(SplitRegistry registry_) {
        if (address(registry_) == address(0)) revert ZeroAddress();
        registry = registry_;
    }

    /// @notice Funds an order from the caller's money; anyone may pay for the buyer.
    /// @dev WARNING: read the terms. The verifier and the buyer alone release the money, and refunds go to the buyer,
    /// whoever paid; with a `refundAfter` in the far future a silent verifier locks it until then.
    /// WARNING: send exactly the amount in the native coin, or approve this contract for it and send nothing. Tokens that
    /// take a fee are refused; a token that shrinks balances later leaves too little for the last one paid.
    /// @param order its terms
    function deposit(Order calldata order) external payable nonReentrant {
        if (order.buyer == address(0) || order.verifier == address(0)) revert ZeroAddress();
        if (_orders[order.orderId] != 0) revert OrderExists(order.orderId);
        if (!registry.exists(order.splitId)) revert UnknownSplit(order.splitId);

        _orders[order.orderId] = _terms(order) | FUNDED;
        Payments.take(order.currency, order.amount);
        emit Deposited(order.orderId, order.buyer, order.currency, order.amount);
    }

    /// @notice Pays a funded order out under its split; anyone may call who holds both signatures.
    /// @dev A recipient that cannot be paid (it reverts, burns its gas, is blocked by the token) gets a credit and the others
    /// are paid. WARNING: both signatures are final once published; sign for delivery when the goods are there.
    /// @param order its terms, as funded
    /// @param shares its split's shares, as created
    /// @param passportHash what the verifier checked
    /// @param verifierSignature by `order.verifier` over PassportVerified(orderId, itemKey, passportHash)
    /// @param deliverySignature by `order.buyer` over DeliveryConfirmed(orderId)
    function release(
        Order calldata order,
        Share[] calldata shares,
        bytes32 passportHash,
        bytes calldata verifierSignature,
        bytes calldata deliverySignature
    ) external nonReentrant {
        _leaveFunded(order, RELEASED);
        if (SplitMath.idOf(shares) != order.splitId) revert SplitMismatch(order.splitId);
        if (!Signatures.isValid(order.verifier, _passportDigest(order, passportHash), verifierSignature)) {
            revert PassportNotVerified(order.orderId);
        }
        if (!Signatures.isValid(order.buyer, _deliveryDigest(order.orderId), deliverySignature)) {
            revert DeliveryNotConfirmed(order.orderId);
        }

        emit Released(order.orderId, passportHash);
        uint256 bps;
        uint256 paid;
        for (uint256 i; i < shares.length; ++i) {
            bps += shares[i].bps;
            uint256 upTo = SplitMath.upTo(order.amount, bps);
            _pay(order.orderId, order.currency, shares[i].recipient, upTo - paid);
            paid = upTo;
        }
    }

    /// @notice Gives a funded order's amount back to its buyer, from `refundAfter` on; anyone may call.
    /// @dev WARNING: from then on whoever comes first decides between release and refund; deliver and release in time.
    /// @param order its terms, as funded
    function refund(Order calldata order) external nonReentrant {
        _leaveFunded(order, REFUNDED);
        if (block.timestamp < order.refundAfter) revert RefundNotDue(order.refundAfter);

        emit Refunded(order.orderId, order.amount);
        _pay(order.orderId, order.currency, order.buyer, order.amount);
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

    /// @notice The state of an order: 0 none, 1 funded, 2 released, 3 refunded.
    /// @dev WARNING: says nothing of the terms. Anyone can fund any id under terms of his own: ask {isFunded} before goods
    /// leave the house.
    function stateOf(bytes32 orderId) public view returns (uint8) {
        // The state is the last byte.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint8(_orders[orderId]);
    }

    /// @notice Whether exactly these terms are funded and neither released nor refunded.
    /// @dev WARNING: true now; after `refundAfter` anyone may refund at any time.
    /// @param order the terms agreed with the buyer
    function isFunded(Order calldata order) external view returns (bool) {
        return _orders[order.orderId] == _terms(order) | FUNDED;
    }

    /// @dev Checks that the order is funded under these terms and moves it on, before anything else happens.
    function _leaveFunded(Order calldata order, uint8 newState) private {
        uint256 terms = _terms(order);
        uint256 stored = _orders[order.orderId];
        if (stored != terms | FUNDED) {
            uint8 state = stateOf(order.orderId);
            if (state != FUNDED) revert NotFunded(order.orderId, state);
            revert OrderMismatch(order.orderId);
        }
        _orders[order.orderId] = terms | newState;
    }

    function _pay(bytes32 orderId, address currency, address recipient, uint256 amount) private {
        if (amount == 0) return;
        if (Payments.tryPay(currency, recipient, amount)) {
            emit Paid(orderId, recipient, amount);
        } else {
            creditOf[recipient][currency] += amount;
            emit Credited(orderId, recipient, amount);
        }
    }

    /// @dev 248 bits of the hash leave room for the state and stay out of reach of collisions.
    function _terms(Order calldata order) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(order))) & ~uint256(type(uint8).max);
    }

    function _passportDigest(Order calldata order, bytes32 passportHash) private view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(PASSPORT_TYPEHASH, order.orderId, order.itemKey, passportHash)));
    }

    function _deliveryDigest(bytes32 orderId) private view returns (bytes32) {
        return _hashTypedData(keccak256(abi.encode(DELIVERY_TYPEHASH, orderId)));
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Sale Escrow", "1");
    }
}
