// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {EscrowOrder, SaleEscrow, SaleTerms} from "./SaleEscrow.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @notice What money is put up for, and whose it is in the end.
/// @param escrow where the sale's orders are held
/// @param termsId the sale, by the hash of its terms
/// @param currency in which its orders are paid: an ERC-20, or zero for the native coin
/// @param owner who takes what is left in the end
/// @param endsAt the last second in which it is there for the sale, at most 3,660 days ahead
struct FundTerms {
    SaleEscrow escrow;
    bytes32 termsId;
    address currency;
    address owner;
    uint64 endsAt;
}

/// @title SaleFund
/// @notice Money that is put up for the orders of one sale, under rules that never change. Until its last second nobody takes
/// it out but by the rules; then what is left is its owner's.
/// @dev Filled by plain transfers of the currency, by anyone and at any time. WARNING: a transfer is a gift, there is no share in
/// the fund. Another currency that is sent here stays here.
abstract contract SaleFund is ReentrancyGuardTransient {
    /// @notice The furthest that a last second lies ahead: a mistaken unit of time locks nothing away for good.
    uint256 public constant MAX_TERM = 3660 days;

    /// @notice Where the sale's orders are held.
    SaleEscrow public immutable escrow;

    /// @notice The sale, by the hash of its terms.
    bytes32 public immutable termsId;

    /// @notice The ERC-20, or zero for the native coin.
    address public immutable currency;

    /// @notice Who takes what is left in the end.
    address public immutable owner;

    /// @notice The last second in which the money is there for the sale.
    uint64 public immutable endsAt;

    /// @notice The owner took what was left.
    event RestTaken(address indexed to, uint256 amount);

    /// @notice The owner is nobody, there is no escrow, or the last second is over or too far ahead.
    error InvalidFund();

    /// @notice The rule asks for what cannot be.
    error InvalidRule();

    /// @notice The last second is over.
    error Over(uint64 endsAt);

    /// @notice The last second is still to come.
    error NotOver(uint64 endsAt);

    /// @notice Only the owner does this.
    error NotOwner(address owner);

    /// @notice The order is of another sale or in another currency.
    error OtherSale();

    /// @notice The fund has `held`, and `required` is needed.
    error FundTooSmall(uint256 required, uint256 held);

    /// @param fund what the money is put up for
    constructor(FundTerms memory fund) {
        if (
            fund.owner == address(0) || address(fund.escrow).code.length == 0 || fund.endsAt < block.timestamp
                || fund.endsAt > block.timestamp + MAX_TERM
        ) revert InvalidFund();
        (escrow, termsId, currency) = (fund.escrow, fund.termsId, fund.currency);
        (owner, endsAt) = (fund.owner, fund.endsAt);
    }

    /// @notice Takes the native coin, of whoever fills the fund and of the escrow.
    receive() external payable {}

    /// @notice Takes all that is left and due to nobody, once the last second is over; for the owner, as often as something
    /// comes.
    /// @param to who gets it
    function takeRest(address to) external nonReentrant {
        if (msg.sender != owner) revert NotOwner(owner);
        if (block.timestamp <= endsAt) revert NotOver(endsAt);
        uint256 rest = FixedPointMathLib.zeroFloorSub(held(), _owed());
        emit RestTaken(to, rest);
        Payments.pay(currency, to, rest);
    }

    /// @notice What the fund has.
    function held() public view returns (uint256) {
        return currency == address(0) ? address(this).balance : SafeTransferLib.balanceOf(currency, address(this));
    }

    /// @dev What of it is due to others already.
    function _owed() internal view virtual returns (uint256) {
        return 0;
    }

    function _requireNotOver() internal view {
        if (block.timestamp > endsAt) revert Over(endsAt);
    }

    /// @dev That the escrow keeps on record what becomes of the sale's orders.
    function _requireKept(SaleTerms memory terms) internal view {
        if (!terms.kept || keccak256(abi.encode(terms)) != termsId) revert InvalidRule();
    }

    function _requireSale(EscrowOrder calldata order) internal view {
        if (order.termsId != termsId || order.currency != currency) revert OtherSale();
    }

    /// @dev The order's name, as the escrow has it.
    function _orderIdOf(EscrowOrder calldata order) internal pure returns (bytes32) {
        return keccak256(abi.encode(order));
    }
}
