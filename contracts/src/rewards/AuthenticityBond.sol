// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {Signatures} from "../common/Signatures.sol";
import {EscrowOrder, SaleEscrow, SaleTerms} from "./SaleEscrow.sol";
import {FundTerms, SaleFund} from "./SaleFund.sol";
import {EIP712} from "solady/utils/EIP712.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";

/// @title AuthenticityBond
/// @notice What a seller puts up for a sale: the buyer of an item that a judge finds to be counterfeit gets a multiple of what she
/// paid, beside what the escrow gives back.
/// @dev Paid is the order's buyer, whoever claims, once an order, and only of an order that was shipped or paid out. What
/// the bond lacks is recorded and paid as it is filled; who asks first is paid first.
/// WARNING: to a buyer, a bond is worth what it holds, over all that is sold under it, and as much as its judge is. A judge in
/// league with the seller can find for buyers that are the seller's own, and empty it; whoever has the judge's key can buy,
/// have the goods and be compensated.
contract AuthenticityBond is EIP712, SaleFund {
    bytes32 private constant COUNTERFEIT_TYPEHASH =
        keccak256("Counterfeit(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");

    uint256 private constant BASIS_POINTS = 10_000;

    /// @notice Who finds what is counterfeit: a key, or a contract (ERC-1271).
    address public immutable judge;

    /// @notice The multiple of what the buyer paid, in basis points: 30,000 is three times.
    uint32 public immutable multipleBps;

    /// @notice What is owed to all.
    uint256 public totalOwed;

    /// @notice What is owed to an account, for {payOwed}.
    mapping(address account => uint256 amount) public owedTo;

    /// @notice Whether an order's item was found to be counterfeit.
    mapping(bytes32 orderId => bool) public isProven;

    /// @notice The order's item is counterfeit, and its buyer is due `compensation`, of which `owed` could not be paid at once.
    event CounterfeitProven(
        bytes32 indexed orderId, address indexed buyer, bytes32 evidence, uint256 compensation, uint256 owed
    );

    /// @notice So much of what was owed is paid.
    event OwedPaid(address indexed account, uint256 amount);

    /// @notice The order was compensated before.
    error AlreadyProven(bytes32 orderId);

    /// @notice The order was never shipped nor paid out.
    error NeverShipped(bytes32 orderId);

    /// @notice The judge did not sign this.
    error NotSignedByJudge(bytes32 orderId);

    /// @notice Nothing is owed to the account, or the bond has nothing.
    error NothingToPay();

    /// @param fund what the money is put up for; until its last second claims can come
    /// @param terms the sale's, which keep what became of an order
    /// @param judge_ who finds what is counterfeit
    /// @param multipleBps_ the multiple of what the buyer paid, in basis points
    constructor(FundTerms memory fund, SaleTerms memory terms, address judge_, uint32 multipleBps_) SaleFund(fund) {
        _requireKept(terms);
        if (judge_ == address(0) || multipleBps_ == 0) revert InvalidRule();
        (judge, multipleBps) = (judge_, multipleBps_);
    }

    /// @notice Pays the buyer of an item that is counterfeit; anyone may call who has the judge's word.
    /// @dev WARNING: the word stays good until the last second, and what is claimed then is claimed.
    /// @param order as funded
    /// @param evidence the hash of what the judge found
    /// @param judgeSignature by the judge over Counterfeit(orderId, itemKey, evidence)
    function claim(EscrowOrder calldata order, bytes32 evidence, bytes calldata judgeSignature) external nonReentrant {
        _requireNotOver();
        _requireSale(order);
        bytes32 orderId = _orderIdOf(order);
        if (isProven[orderId]) revert AlreadyProven(orderId);
        (SaleEscrow.State state, uint40 until,) = escrow.recordOf(orderId);
        if (state == SaleEscrow.State.None || state == SaleEscrow.State.Funded || until == 0) {
            revert NeverShipped(orderId);
        }
        bytes32 message = keccak256(abi.encode(COUNTERFEIT_TYPEHASH, orderId, order.itemKey, evidence));
        if (!Signatures.isValid(judge, _hashTypedData(message), judgeSignature)) revert NotSignedByJudge(orderId);

        isProven[orderId] = true;
        uint256 compensation = compensationOf(order);
        uint256 part = FixedPointMathLib.min(compensation, held());
        if (part != 0 && !Payments.tryPay(currency, order.buyer, part)) part = 0;
        uint256 owed = compensation - part;
        if (owed != 0) {
            totalOwed += owed;
            owedTo[order.buyer] += owed;
        }
        emit CounterfeitProven(orderId, order.buyer, evidence, compensation, owed);
    }

    /// @notice Pays what is owed to an account, as far as the bond has it; anyone may call, at any time.
    /// @param account who is owed
    function payOwed(address account) external nonReentrant {
        uint256 amount = FixedPointMathLib.min(owedTo[account], held());
        if (amount == 0) revert NothingToPay();
        totalOwed -= amount;
        owedTo[account] -= amount;
        emit OwedPaid(account, amount);
        Payments.pay(currency, account, amount);
    }

    /// @notice What the buyer of a counterfeit is due.
    /// @param order as funded
    function compensationOf(EscrowOrder calldata order) public view returns (uint256) {
        return (order.amount - order.discount) * multipleBps / BASIS_POINTS;
    }

    function _owed() internal view override returns (uint256) {
        return totalOwed;
    }

    function _domainNameAndVersion() internal pure override returns (string memory, string memory) {
        return ("Lianbo Authenticity Bond", "1");
    }
}
