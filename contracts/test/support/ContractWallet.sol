// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";

/// @notice An ERC-1271 wallet: a contract that signs with its owner's key, and takes money.
contract ContractWallet {
    enum Mode {
        Honest,
        AnswerFalse,
        AnswerOne,
        AnswerNothing,
        Revert
    }

    address public immutable owner;
    Mode public mode;

    constructor(address owner_) {
        owner = owner_;
    }

    receive() external payable {}

    function setMode(Mode newMode) external {
        mode = newMode;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        if (mode == Mode.Revert) revert();
        if (mode == Mode.AnswerFalse) return 0xffffffff;
        if (mode == Mode.AnswerOne) return bytes4(uint32(1));
        if (mode == Mode.AnswerNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return ECDSA.tryRecoverCalldata(digest, signature) == owner ? this.isValidSignature.selector : bytes4(0);
    }
}
