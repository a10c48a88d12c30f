// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "solady/utils/ECDSA.sol";
import {SignatureCheckerLib} from "solady/utils/SignatureCheckerLib.sol";

/// @title Signatures
/// @notice Says whether a signer, a key or an ERC-1271 contract, signed a digest.
/// @dev Recovers first and asks the signer's code only when that fails: a key's signature then costs no cold read of an
/// account (2,600 gas). An account that delegates its code (EIP-7702) keeps signing with its key.
library Signatures {
    /// @dev Half the order of secp256k1: of the two `s` that verify, the low one is the signature (EIP-2).
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @dev Clears the parity bit that EIP-2098 keeps above `s`.
    uint256 private constant COMPACT_S_MASK = type(uint256).max >> 1;

    /// @notice Whether `signer` signed `digest`.
    /// @dev WARNING: a valid signature stays valid. Put what must happen once into the digest, mark it as done in storage,
    /// and never use the signature's bytes as its mark: one signature has several encodings.
    /// @param signer the key's address or an ERC-1271 contract; the zero address signs nothing
    /// @param digest the EIP-712 digest
    /// @param signature 65 bytes (r, s, v with v 27 or 28) or 64 bytes (EIP-2098), low s only; for an ERC-1271 contract
    /// whatever it understands
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signer == address(0)) return false;
        if (ECDSA.tryRecoverCalldata(digest, signature) == signer) return _hasLowS(signature);
        return SignatureCheckerLib.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @dev Only called with 64 or 65 bytes: nothing else recovers to a signer.
    function _hasLowS(bytes calldata signature) private pure returns (bool) {
        uint256 s = uint256(bytes32(signature[32:64]));
        if (signature.length == 64) s &= COMPACT_S_MASK;
        return s <= HALF_ORDER;
    }
}
