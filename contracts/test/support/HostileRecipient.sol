// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SaleEscrow} from "../../src/rewards/SaleEscrow.sol";
import {ITokenHooks} from "./HookToken.sol";

/// @notice A recipient of money, native or in a {HookToken}, that makes paying it hard according to its `mode`.
contract HostileRecipient is ITokenHooks {
    enum Mode {
        Willing,
        Refuse,
        BurnGas,
        RevertWithABomb,
        NeedGas
    }

    uint256 private constant BOMB_BYTES = 200_000;

    Mode public mode;
    uint256 public gasNeeded;
    uint256 private _sink;

    error Refused();

    receive() external payable {
        _react();
    }

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    /// @notice From now on it takes what it is paid only where it has this much gas to work with.
    function setGasNeeded(uint256 newGasNeeded) external {
        mode = Mode.NeedGas;
        gasNeeded = newGasNeeded;
    }

    function withdraw(SaleEscrow escrow, address currency) external {
        escrow.withdraw(currency);
    }

    function tokensToSend() external {}

    function tokensReceived() external {
        _react();
    }

    function _react() private {
        if (mode == Mode.Refuse) revert Refused();
        if (mode == Mode.BurnGas) {
            while (true) ++_sink;
        }
        if (mode == Mode.RevertWithABomb) {
            assembly ("memory-safe") {
                revert(mload(0x40), BOMB_BYTES)
            }
        }
        // Like a wallet that looks before it begins, it hands back what it was given.
        if (mode == Mode.NeedGas && gasleft() < gasNeeded) revert Refused();
    }
}
