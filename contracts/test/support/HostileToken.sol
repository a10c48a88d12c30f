// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TestToken} from "../../src/testkit/TestToken.sol";

/// @notice A token that turns on those who pay with it once its `mode` is set.
contract HostileToken is TestToken {
    enum Mode {
        Honest,
        BurnGas,
        RevertWithABomb,
        ReturnABomb,
        ReturnTwo,
        ReturnOneByte,
        MoveAndRevert
    }

    /// @dev Affordable for the one who throws it, and dear when each of fifty payments makes its caller copy it.
    uint256 private constant BOMB_BYTES = 200_000;

    Mode public mode;
    uint256 private _sink;

    constructor() TestToken("Hostile", "HST", 6) {}

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.BurnGas) {
            while (true) ++_sink;
        }
        super.transfer(to, amount);
        if (mode == Mode.MoveAndRevert) revert();
        if (mode == Mode.RevertWithABomb) _end(true, BOMB_BYTES, 0);
        if (mode == Mode.ReturnABomb) _end(false, BOMB_BYTES, 1);
        if (mode == Mode.ReturnTwo) _end(false, 32, 2);
        if (mode == Mode.ReturnOneByte) _end(false, 1, 1);
        return true;
    }

    function _end(bool fails, uint256 length, uint256 firstWord) private pure {
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, firstWord)
            if fails { revert(data, length) }
            return(data, length)
        }
    }
}
