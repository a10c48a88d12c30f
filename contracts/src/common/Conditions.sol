// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title Conditions
/// @notice What an escrow asks a condition of its sale to sign, for contracts that answer in place of a key (ERC-1271).
library Conditions {
    bytes32 private constant CONDITION_TYPEHASH =
        keccak256("ConditionMet(bytes32 orderId,bytes32 itemKey,bytes32 evidence)");

    /// @notice The digest of ConditionMet(orderId, itemKey, evidence) in the EIP-712 domain of an escrow, which tells it by
    /// ERC-5267.
    function digestOf(address escrow, bytes32 orderId, bytes32 itemKey, bytes32 evidence)
        internal
        view
        returns (bytes32)
    {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address itself, bytes32 salt,) =
            IERC5267(escrow).eip712Domain();
        return MessageHashUtils.toTypedDataHash(
            MessageHashUtils.toDomainSeparator(fields, name, version, chainId, itself, salt),
            keccak256(abi.encode(CONDITION_TYPEHASH, orderId, itemKey, evidence))
        );
    }
}
