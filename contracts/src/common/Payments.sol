// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "solady/tokens/ERC20.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

/// @title Payments
/// @notice Money in and out of a contract that holds it for others: the native coin, whose address here is zero, or an ERC-20.
library Payments {
    /// @dev Enough for any wallet contract to receive, too little for one to make the others wait.
    uint256 private constant NATIVE_PUSH_GAS = 100_000;
    uint256 private constant TOKEN_PUSH_GAS = 300_000;
    uint256 private constant TOKEN_PULL_GAS = 300_000;

    /// @dev More than a call costs outside the gas that it hands on: an address not yet touched, a value, the encoding.
    uint256 private constant CALL_OVERHEAD = 20_000;

    /// @notice What arrived is not exactly what is due.
    error WrongPayment(uint256 required, uint256 given);

    /// @notice The transaction has too little gas to give a payee its chance; send more.
    error GasTooLow();

    /// @dev Takes exactly `amount` from the caller, or reverts. A token of which less arrives, because it takes a fee, is refused.
    function take(address currency, uint256 amount) internal {
        if (currency == address(0)) {
            if (msg.value != amount) revert WrongPayment(amount, msg.value);
            return;
        }
        if (msg.value != 0) revert WrongPayment(0, msg.value);
        if (amount == 0) return;

        uint256 before = SafeTransferLib.balanceOf(currency, address(this));
        SafeTransferLib.safeTransferFrom(currency, msg.sender, address(this), amount);
        uint256 held = SafeTransferLib.balanceOf(currency, address(this));
        unchecked {
            // Only a token that lies of its balances could overflow here, and it can lie as well without.
            if (held == before + amount) return;
        }
        revert WrongPayment(amount, held - before);
    }

    /// @dev Tries to take `amount` of an ERC-20 from `payer`, by its allowance, and never reverts for the payer's sake. Says
    /// what the token says: compare the balance before and after, once for all that was taken.
    function tryTake(address token, address payer, uint256 amount) internal returns (bool taken) {
        uint256 available = gasleft();
        taken = _tryTransferFrom(token, payer, amount, TOKEN_PULL_GAS);
        if (!taken) requireGas(available, TOKEN_PULL_GAS);
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
        if (currency == address(0)) {
            paid = SafeTransferLib.trySafeTransferETH(to, amount, NATIVE_PUSH_GAS);
            if (!paid) requireGas(available, NATIVE_PUSH_GAS);
        } else {
            paid = _tryTransfer(currency, to, amount, TOKEN_PUSH_GAS);
            if (!paid) requireGas(available, TOKEN_PUSH_GAS);
        }
    }

    /// @dev Reverts unless a call that failed had its whole `gasLimit`. A call gets at most 63/64 of what is left (EIP-150):
    /// with less than this `available` at its start, the failure may be the caller's stinginess. What is left at its end says
    /// nothing, for the called may hand back what it does not use.
    function requireGas(uint256 available, uint256 gasLimit) internal pure {
        if (available < gasLimit + gasLimit / 63 + CALL_OVERHEAD) revert GasTooLow();
    }

    /// @dev Whether `transfer(to, amount)` says true, or nothing at all; of whatever else it says one word is copied. Encoded
    /// in the scratch space and over the head of the free memory pointer, which is zero.
    function _tryTransfer(address token, address to, uint256 amount, uint256 gasLimit) private returns (bool done) {
        uint256 selector = uint32(ERC20.transfer.selector);
        assembly ("memory-safe") {
            mstore(0x14, to)
            mstore(0x34, amount)
            mstore(0x00, shl(96, selector))
            done := call(gasLimit, token, 0, 0x10, 0x44, 0x00, 0x20)
            mstore(0x34, 0)
            switch returndatasize()
            case 0 { done := and(done, iszero(iszero(extcodesize(token)))) }
            default { done := and(done, and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1))) }
        }
    }

    /// @dev `transferFrom(payer, this, amount)`, likewise.
    function _tryTransferFrom(address token, address payer, uint256 amount, uint256 gasLimit)
        private
        returns (bool done)
    {
        uint256 selector = uint32(ERC20.transferFrom.selector);
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, shl(224, selector))
            mstore(add(data, 0x04), shr(96, shl(96, payer)))
            mstore(add(data, 0x24), address())
            mstore(add(data, 0x44), amount)
            done := call(gasLimit, token, 0, data, 0x64, 0x00, 0x20)
            switch returndatasize()
            case 0 { done := and(done, iszero(iszero(extcodesize(token)))) }
            default { done := and(done, and(gt(returndatasize(), 0x1f), eq(mload(0x00), 1))) }
        }
    }
}
