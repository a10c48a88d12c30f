// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Payments} from "../common/Payments.sol";
import {Share, SplitMath} from "./SplitMath.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title Payouts
/// @notice Pays what a contract holds for others, so that one who cannot be paid holds up nobody: his part becomes a credit,
/// which he withdraws.
abstract contract Payouts is ReentrancyGuardTransient {
    /// @notice What could not be pushed to `account` and waits for its {withdraw}.
    mapping(address account => mapping(address currency => uint256 amount)) public creditOf;

    /// @notice `amount` could not be pushed to `recipient` and became its credit.
    event Credited(address indexed recipient, address indexed currency, uint256 amount);

    /// @notice `account` withdrew its credit.
    event Withdrawn(address indexed account, address indexed currency, uint256 amount);

    /// @notice The caller has no credit in this currency.
    error NothingToWithdraw();

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

    /// @dev Pays `recipient`, or credits it; never reverts for its sake.
    function _pay(address currency, address recipient, uint256 amount) internal {
        if (amount == 0) return;
        if (Payments.tryPay(currency, recipient, amount)) return;
        creditOf[recipient][currency] += amount;
        emit Credited(recipient, currency, amount);
    }

    /// @dev Divides `amount` among the shares. The parts telescope to the amount, see {SplitMath}; reverts unless the shares
    /// are at most 50 and add up to the whole.
    function _divide(address currency, uint256 amount, Share[] calldata shares) internal {
        uint256 count = shares.length;
        if (count > SplitMath.MAX_RECIPIENTS) revert SplitMath.TooManyRecipients(count, SplitMath.MAX_RECIPIENTS);
        uint256 bps;
        uint256 paid;
        // Fifty shares of sixteen bits overflow nothing, and while they are the whole at most, a part is never negative.
        unchecked {
            for (uint256 i; i < count; ++i) {
                Share calldata share = shares[i];
                address recipient = share.recipient;
                if (recipient == address(0)) revert SplitMath.ZeroRecipient(i);
                bps += share.bps;
                uint256 upTo = SplitMath.upTo(amount, bps);
                _pay(currency, recipient, upTo - paid);
                paid = upTo;
            }
        }
        if (bps != SplitMath.BASIS_POINTS) revert SplitMath.SharesDoNotAddUp(bps);
    }
}
