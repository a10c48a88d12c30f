// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {LibCall} from "solady/utils/LibCall.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title Payments
/// @notice Money in and out of a contract that holds it for others: the native coin, whose address here is zero, or an ERC-20.
library Payments {
    /// @dev Enough for any wallet contract to receive, too little for one to make the others wait.
    uint256 private constant NATIVE_PUSH_GAS = 100_000;
    uint256 private constant TOKEN_PUSH_GAS = 300_000;

    /// @dev More than a push costs outside the gas that it hands on: an address not yet touched, a value, the encoding.
    uint256 private constant PUSH_OVERHEAD = 20_000;

    /// @notice What arrived is not exactly what is due.
    error WrongPayment(uint256 required, uint256 given);

    /// @notice The transaction has too little gas to give a payee its chance; send more.
    error GasTooLow();

    /// @dev Takes exactly `amount` from the caller, or reverts. A token of which less arrives, because it takes a fee, is refused.
    function take(address currency, uint256 amount) internal {
        uint256 due = currency == address(0) ? amount : 0;
        if (msg.value != due) revert WrongPayment(due, msg.value);
        if (currency == address(0) || amount == 0) return;

        uint256 before = SafeTransferLib.balanceOf(currency, address(this));
        SafeTransferLib.safeTransferFrom(currency, msg.sender, address(this), amount);
        uint256 received = SafeTransferLib.balanceOf(currency, address(this)) - before;
        if (received != amount) revert WrongPayment(amount, received);
    }

    /// @dev Pays, or reverts.
    function pay(address currency, address to, uint256 amount) internal {
        if (currency == address(0)) SafeTransferLib.safeTransferETH(to, amount);
        else SafeTransferLib.safeTransfer(currency, to, amount);
    }

    /// @dev Tries to pay and never reverts for the payee's sake. Paying itself would lose track of the money, so it fails as well.
    function tryPay(address currency, address to, uint256 amount) internal returns (bool paid) {
        if (to == address(this)) return false;
        uint256 available = gasleft();
        uint256 gasLimit;
        if (currency == address(0)) {
            gasLimit = NATIVE_PUSH_GAS;
            paid = SafeTransferLib.trySafeTransferETH(to, amount, gasLimit);
        } else {
            gasLimit = TOKEN_PUSH_GAS;
            paid = _tryTransfer(currency, to, amount, gasLimit);
        }
        // A call gets at most 63/64 of what is left (EIP-150): with less than this at its start, the failure may be the
        // caller's stinginess. What is left at its end says nothing, for a payee may hand back what it does not use.
        if (!paid && available < gasLimit + gasLimit / 63 + PUSH_OVERHEAD) revert GasTooLow();
    }

    /// @dev Accepts tokens that return nothing; copies one word of whatever else is returned.
    function _tryTransfer(address token, address to, uint256 amount, uint256 gasLimit) private returns (bool) {
        (bool success,, bytes memory result) =
            LibCall.tryCall(token, 0, gasLimit, 32, abi.encodeCall(ERC20.transfer, (to, amount)));
        if (!success) return false;
        if (result.length == 0) return token.code.length != 0;
        return result.length == 32 && abi.decode(result, (uint256)) == 1;
    }
}
