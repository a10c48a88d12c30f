// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {LibCall} from "solady/utils/LibCall.sol";
import {SignatureCheckerLib} from "solady/utils/SignatureCheckerLib.sol";

/// @title Signatures
/// @notice Says whether a signer, a key or an ERC-1271 contract, signed a digest.
/// @dev Recovers first and asks the signer's code only when that fails: a key's signature then costs no cold read of an
/// account (2,600 gas). An account that delegates its code (EIP-7702) keeps signing with its key.
library Signatures {
    /// @dev Half the order of secp256k1: of the two `s` that verify, the low one is the signature (EIP-2).
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @notice Whether `signer` signed `digest`.
    /// @dev WARNING: a valid signature stays valid. Put what must happen once into the digest, mark it as done in storage,
    /// and never use the signature's bytes as its mark: one signature has several encodings.
    /// @param signer the key's address or an ERC-1271 contract; the zero address signs nothing
    /// @param digest the EIP-712 digest
    /// @param signature 65 bytes (r, s, v with v 27 or 28) or 64 bytes (EIP-2098), low s only; for an ERC-1271 contract
    /// whatever it understands
    function isValid(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signer == address(0)) return false;
        return recover(digest, signature) == signer || isValidByContract(signer, digest, signature);
    }

    /// @notice Whether `signer` is a contract that accepts `signature` over `digest` by ERC-1271.
    function isValidByContract(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        return SignatureCheckerLib.isValidERC1271SignatureNowCalldata(signer, digest, signature);
    }

    /// @notice The same with a limit to the gas that the contract gets, for one signer among many. Of its answer one word is
    /// read.
    /// @dev WARNING: false also where less gas than the limit is left.
    function isValidByContract(address signer, bytes32 digest, bytes calldata signature, uint256 gasLimit)
        internal
        view
        returns (bool)
    {
        (bool success,, bytes memory result) = LibCall.tryStaticCall(
            signer, gasLimit, 32, abi.encodeCall(IERC1271.isValidSignature, (digest, signature))
        );
        return
            success && result.length == 32
                && abi.decode(result, (bytes32)) == bytes32(IERC1271.isValidSignature.selector);
    }

    /// @notice The address of the key that signed `digest`, or zero where `signature` is no key's.
    /// @dev WARNING: almost any 65 bytes recover to some address. The result means something only when it is one that was
    /// expected.
    /// @param signature as for {isValid}
    function recover(bytes32 digest, bytes calldata signature) internal view returns (address signer) {
        assembly ("memory-safe") {
            let s := calldataload(add(signature.offset, 0x20))
            let v := 0
            switch signature.length
            case 64 {
                v := add(shr(255, s), 27)
                s := shr(1, shl(1, s))
            }
            case 65 { v := byte(0, calldataload(add(signature.offset, 0x40))) }
            if iszero(or(iszero(v), gt(s, HALF_ORDER))) {
                let m := mload(0x40)
                mstore(m, digest)
                mstore(add(m, 0x20), v)
                mstore(add(m, 0x40), calldataload(signature.offset))
                mstore(add(m, 0x60), s)
                mstore(0x00, 0)
                // The precompile answers nothing where nothing can be recovered.
                pop(staticcall(gas(), 1, m, 0x80, 0x00, 0x20))
                signer := mload(0x00)
            }
        }
    }
}
