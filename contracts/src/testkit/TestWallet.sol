// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";

/// @title TestWallet
/// @notice The least that a smart account is: a contract that signs by its owner's key (ERC-1271).
/// @dev WARNING: for tests and local chains. Its owner's signature is good for every wallet of that owner; a wallet for money binds the
/// digest to itself (ERC-7739).
contract TestWallet {
    /// @notice The magic value of ERC-1271.
    bytes4 private constant MAGIC = 0x1626ba7e;

    /// @notice Only the owner may do this.
    error NotTheOwner(address caller);

    /// @notice Whose key signs for this account.
    address public owner;

    /// @param owner_ whose key signs for this account
    constructor(address owner_) {
        owner = owner_;
    }

    /// @notice Hands the account to another key; the old one no longer signs for it. Only the owner may call.
    function setOwner(address newOwner) external {
        if (msg.sender != owner) revert NotTheOwner(msg.sender);
        owner = newOwner;
    }

    /// @notice The magic value if the owner's key signed `digest`, another value if not (ERC-1271).
    /// @param signature 65 bytes (r, s, v) or 64 bytes (EIP-2098)
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        address signer = ECDSA.tryRecoverCalldata(digest, signature);
        return signer != address(0) && signer == owner ? MAGIC : bytes4(0xffffffff);
    }
}
