// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LibCall} from "solady/utils/LibCall.sol";

/// @notice How a contract account says whether a signature is its own (ERC-1271).
interface IERC1271 {
    /// @param digest what was signed
    /// @param signature whatever the account understands
    /// @return magic 0x1626ba7e if the signature is the account's
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4 magic);
}

/// @title SignatureValidator
/// @notice Asks a contract account, deployed or yet to be deployed, whether it signed a digest (ERC-1271, ERC-6492). Its constructor is the
/// check: run the creation code in an `eth_call` without `to`, and read the finding, one byte, from the code it leaves.
/// @dev WARNING: never deploy it and never run it in a transaction. It calls a factory that a stranger names; only in an `eth_call`
/// does that change nothing. Every answer of a hostile account or factory, including none, ends in a finding: what they return is not
/// copied beyond a word, and they get half of the gas that is left.
contract SignatureValidator {
    using LibCall for address;

    /// @notice What was found. Anything but `ACCEPTED` means that there is no signature.
    enum Finding {
        /// The account has no code, and the factory did not give it any.
        NO_CODE,
        /// The account has no code, and the call of the factory failed.
        FACTORY_FAILED,
        /// The account's code does not accept the signature.
        REFUSED,
        /// The account's code accepts the signature.
        ACCEPTED
    }

    /// @dev Every way to fail is a finding; nothing reverts.
    /// @param account whose signature it may be
    /// @param digest what was signed
    /// @param signature without the wrapper of ERC-6492
    /// @param factory what deploys or prepares the account; the zero address for none
    /// @param factoryCalldata what to call the factory with
    constructor(
        address account,
        bytes32 digest,
        bytes memory signature,
        address factory,
        bytes memory factoryCalldata
    ) {
        Finding finding = _check(account, digest, signature, factory, factoryCalldata);
        assembly ("memory-safe") {
            mstore(0, finding)
            return(31, 1)
        }
    }

    /// @dev The order of ERC-6492: an account that is there is asked as it is, so that a key it has dropped is not believed because of
    /// how it was once deployed; only when it refuses is it prepared and asked again.
    function _check(
        address account,
        bytes32 digest,
        bytes memory signature,
        address factory,
        bytes memory factoryCalldata
    ) private returns (Finding) {
        if (_accepts(account, digest, signature)) return Finding.ACCEPTED;
        bool prepared;
        if (factory != address(0)) {
            (prepared,,) = factory.tryCall(0, gasleft() / 2, 0, factoryCalldata);
            if (prepared && _accepts(account, digest, signature)) return Finding.ACCEPTED;
        }
        if (account.code.length != 0) return Finding.REFUSED;
        return factory != address(0) && !prepared ? Finding.FACTORY_FAILED : Finding.NO_CODE;
    }

    /// @dev Only code can accept: the identity precompile, which has none, would echo a call that begins with the magic value.
    function _accepts(address account, bytes32 digest, bytes memory signature) private view returns (bool) {
        if (account.code.length == 0) return false;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        (bool success,, bytes memory answer) = account.tryStaticCall(gasleft() / 2, 32, question);
        return success && answer.length == 32 && abi.decode(answer, (bytes32)) == IERC1271.isValidSignature.selector;
    }
}
